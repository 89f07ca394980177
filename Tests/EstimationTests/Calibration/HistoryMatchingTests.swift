import Statistics
import Testing

@testable import Estimation
