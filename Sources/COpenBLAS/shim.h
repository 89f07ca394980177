#ifndef ROUNDS_COPENBLAS_H
#define ROUNDS_COPENBLAS_H
#include <cblas.h>
#include <lapacke.h>
#endif
