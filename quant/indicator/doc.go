// Package indicator computes technical indicators as TA-Lib does, faster and
// without its rounding faults.
//
// Every indicator comes twice. The batch function, for example [SMA], writes a
// series into a buffer of the caller's that is as long as the input, NaN during
// warm-up, and allocates nothing for windows up to about 100 bars (one scratch slice
// beyond). The stream, for example [NewSMA], takes one value or [Bar] at a time and
// returns the same number. Buffers must not overlap the inputs.
//
// Input that cannot be used is an *[Error] that names the function, the argument,
// the element and the reason: NaN, Inf and magnitudes above 1e100, empty series,
// series shorter than the warm-up plus one, lengths that differ, a buffer that is
// an input, a high below its low, a negative volume, parameters out of range. The
// buffers are then all NaN (but not one that is an input); a stream that refuses a
// value is as it was before. Nothing panics. To chain indicators, cut the warm-up
// off: SMA(dst[14:], rsi[14:], 5).
//
// # Seeding and traps
//
//   - Exponential averages start from the plain mean of the first n values
//     (TA-Lib's default compatibility), so values depend on where the series starts,
//     visibly so for some 3n bars.
//   - [MACD] starts both averages at the slow one's first bar.
//   - [RSI], [CMO], [ATR] and [ADX] smooth as Wilder did, A += (a-A)/n, from a plain
//     mean; the sums under +DI and -DI start from n-1 bars.
//   - [BBANDS] and [StdDev] use the population deviation (divisor n).
//   - [StdDev] slides Welford's update and restarts it every n bars: E[x^2]-mean^2, as
//     elsewhere, is wrong by any factor at 600000 ± 0.01 or after a fall by orders of
//     magnitude.
//   - Window sums, maxima and minima are put together from block prefixes and suffixes
//     (van Herk), never by subtracting what left: no drift, O(1) a bar.
//   - Where a ratio is 0/0 the value is TA-Lib's 0 (RSI, CMO, WILLR, STOCH, CCI, ROC,
//     MFI, ULTOSC), but VWAP without volume is NaN.
//   - [Swings] are known only strength bars later; Ichimoku lines are undisplaced.
//
// Sources: TA-Lib C 0.6 (behaviour only), Wilder, New Concepts in Technical Trading
// Systems, 1978; van Herk 1992; Welford 1962.
package indicator
