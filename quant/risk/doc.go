// Package risk measures what can go wrong with a security: volatility and its
// models, beta and correlation, value at risk, drawdowns, ratios, unusual days,
// change points, simulated paths and stress scenarios.
//
// All functions are pure. Returns are fractions per period (0.01 is 1 %) unless a
// function says it takes prices; losses, VaR, ES and drawdown depths are positive
// fractions; anything annualised takes periods per year (252 trading days; see
// package returns) and multiplies a mean by it, a deviation by its root. Buffers
// belong to the caller. Functions that sort, search or fit allocate and say so.
//
// Input that cannot be used (NaN, Inf, magnitudes above 1e100, empty or short
// series, lengths that differ, series that do not vary where a ratio needs it) is
// an *[Error] that names the function, the argument, the element and the reason;
// nothing panics and nothing is taken as zero.
//
// # Definitions that differ between packages
//
//   - VaR and ES carry their rule in a [Definition]: interpolation, k-th lowest and
//     Acerbi's fractional tail differ in the third digit at 2,000 returns.
//     [AcerbiFractional] is what skfolio calls value_at_risk and cvar.
//   - [Moments] gives the unbiased variance but population skew and excess kurtosis,
//     as Cornish and Fisher's expansion uses them here.
//   - [Sharpe] does not compound and uses the sample deviation; [Sortino] divides
//     the squared shortfalls by all n, not by the number of shortfalls.
//   - [MaxDrawdown] of compounded wealth, not of summed returns. Its indices are
//     those of the prices or wealth given.
//   - [EWMA] has no mean; its seed is the mean square of the first returns.
//   - [FitGARCH] is normal maximum likelihood with a constant mean and the backcast of
//     Sheppard's arch package, about the fitted mean. GJR's alpha often ends at its
//     bound 0; then compare likelihood and variances before single parameters.
//   - Scaling a one-period figure by the root of time assumes independence; nothing
//     here does it silently.
package risk
