# Panels of stages fitted by the R package msm (Jackson 2011), for MultiState tests.
# R 4.2.2, msm 1.7. Run in this folder: Rscript multi_state.R
library(msm)
set.seed(20270104)

# 300 physicians, seen at irregular weeks; aware -> trialist -> adopter, and back from trialist to aware;
# lapsed is reached from trialist and adopter and is not left. Calls change at each observation.
stages <- c("aware", "trialist", "adopter", "lapsed")
rates <- list(c(1, 2, 0.06), c(2, 1, 0.03), c(2, 3, 0.05), c(2, 4, 0.01), c(3, 4, 0.015))
beta_calls <- log(1.5)     # aware -> trialist, per call
beta_high <- log(2.0)      # trialist -> adopter, segment high
intensity <- function(calls, high) {
  q <- matrix(0, 4, 4)
  for (r in rates) q[r[1], r[2]] <- r[3]
  q[1, 2] <- q[1, 2] * exp(beta_calls * calls)
  q[2, 3] <- q[2, 3] * exp(beta_high * high)
  diag(q) <- -rowSums(q)
  q
}
rows <- list()
for (id in 1:300) {
  high <- rbinom(1, 1, 0.4)
  week <- 0
  stage <- sample(1:2, 1, prob = c(0.8, 0.2))
  for (visit in 1:8) {
    calls <- rpois(1, 0.8)
    rows[[length(rows) + 1]] <- data.frame(
      id = paste0("H", id), week = week, stage = stage, calls = calls,
      segment = ifelse(high == 1, "high", "low"))
    gap <- sample(c(1, 2, 4, 9), 1)
    p <- MatrixExp(intensity(calls, high), t = gap)
    stage <- sample(1:4, 1, prob = p[stage, ])
    week <- week + gap
  }
}
panel <- do.call(rbind, rows)
panel$high <- as.integer(panel$segment == "high")
written <- panel[, c("id", "week", "stage", "calls", "segment")]
written$stage <- stages[panel$stage]
write.csv(written, "multi_state_panel.csv", row.names = FALSE, quote = FALSE)

q <- intensity(0, 0)
fit <- msm(stage ~ week, subject = id, data = panel, qmatrix = q,
  covariates = list("1-2" = ~ calls, "2-3" = ~ high), center = FALSE,
  method = "BFGS", control = list(fnscale = 4000, maxit = 10000, reltol = 1e-16))

cat("minus2loglik", format(fit$minus2loglik, digits = 15), "\n")
# log intensities and log hazard ratios in msm's order, with standard errors of the observed Hessian
print(format(fit$estimates, digits = 12))
print(format(sqrt(diag(fit$covmat)), digits = 8))
# The log likelihood at the simulating values.
at <- msm(stage ~ week, subject = id, data = panel, qmatrix = q,
  covariates = list("1-2" = ~ calls, "2-3" = ~ high), center = FALSE,
  covinits = list(calls = beta_calls, high = beta_high), fixedpars = TRUE)
cat("at truth", format(at$minus2loglik, digits = 15), "\n")
