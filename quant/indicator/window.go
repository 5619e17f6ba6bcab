package indicator

// The sliding windows below keep, for blocks of n values, the running result of
// the block being filled and the results of every suffix of the block before
// (van Herk 1992, Gil and Werman 1993). A window of n values is a suffix of one
// block and a prefix of the next, so its sum or maximum is one operation on two
// stored numbers. Nothing is ever subtracted: a sum cannot drift, and a huge
// value leaves no trace once it has left the window.

// windowSum is the sum of the last n values pushed.
type windowSum struct {
	cur, suf []float64 // values of this block; suf[j] = sum of the previous block from j on
	j        int       // next position in the block
	prefix   float64
	full     bool // a block has been completed: suf is valid
}

func newWindowSum(n int, s *scratch) windowSum {
	return windowSum{cur: s.take(n), suf: s.take(n)}
}

// push adds x. The sum is valid (ok) once n values have been pushed.
func (w *windowSum) push(x float64) (sum float64, ok bool) {
	j := w.j
	w.cur[j] = x
	w.prefix += x
	if j == len(w.cur)-1 {
		sum = w.prefix
		s := 0.0
		for k := j; k > 0; k-- {
			s += w.cur[k]
			w.suf[k] = s
		}
		w.j, w.prefix, w.full = 0, 0, true
		return sum, true
	}
	w.j = j + 1
	if !w.full {
		return 0, false
	}
	return w.suf[j+1] + w.prefix, true
}

// windowMax is the maximum of the last n values pushed. The minimum is
// -windowMax of the negated values.
type windowMax struct {
	cur, suf []float64
	j        int
	prefix   float64
	full     bool
}

func newWindowMax(n int, s *scratch) windowMax {
	return windowMax{cur: s.take(n), suf: s.take(n)}
}

func (w *windowMax) push(x float64) (m float64, ok bool) {
	j := w.j
	w.cur[j] = x
	if j == 0 || x > w.prefix {
		w.prefix = x
	}
	if j == len(w.cur)-1 {
		m = w.prefix
		s := x
		for k := j; k > 0; k-- {
			if w.cur[k] > s {
				s = w.cur[k]
			}
			w.suf[k] = s
		}
		w.j, w.full = 0, true
		return m, true
	}
	w.j = j + 1
	if !w.full {
		return 0, false
	}
	if m = w.suf[j+1]; w.prefix > m {
		m = w.prefix
	}
	return m, true
}

// slidingSum is windowSum over an array: dst[n-1:] gets the sums, dst[:n-1] NaN.
// The suffix sum that output i needs waits in dst[i], so no scratch is used.
func slidingSum(dst, x []float64, n int) {
	N := len(x)
	fillNaN(dst[:min(n-1, N)])
	for b := 0; b < N; b += n {
		e := min(b+n, N)
		p := 0.0
		last := e
		if e-b == n {
			last = e - 1
		}
		switch {
		case b == 0:
			for _, v := range x[:last] {
				p += v
			}
		default:
			d := dst[b:last]
			for i, v := range x[b:last] {
				p += v
				d[i] = d[i] + p
			}
		}
		if last == e {
			break // the block is not complete: the series ends here
		}
		dst[last] = p + x[last]
		s := 0.0
		for k := n - 1; k > 0; k-- {
			s += x[b+k]
			if t := b + k + n - 1; t < N {
				dst[t] = s
			}
		}
	}
}

// ring holds the last len(buf) values pushed.
type ring struct {
	buf []float64
	i   int  // next position
	all bool // full
}

func newRing(n int, s *scratch) ring { return ring{buf: s.take(n)} }

// push stores x and returns the value it replaces, if any.
func (r *ring) push(x float64) (old float64, ok bool) {
	old, ok = r.buf[r.i], r.all
	r.buf[r.i] = x
	if r.i++; r.i == len(r.buf) {
		r.i, r.all = 0, true
	}
	return old, ok
}

// parts returns the contents, oldest first, as two slices.
func (r *ring) parts() (a, b []float64) {
	if !r.all {
		return r.buf[:r.i], nil
	}
	return r.buf[r.i:], r.buf[:r.i]
}

// scratch hands out pieces of a buffer, usually an array on the caller's stack,
// and allocates only when the buffer is used up.
type scratch struct{ free []float64 }

func (s *scratch) take(n int) []float64 {
	if n > len(s.free) {
		return make([]float64, n)
	}
	p := s.free[:n:n]
	s.free = s.free[n:]
	return p
}

// stackSize is the scratch the batch functions keep on the stack. Longer
// windows cost one allocation per call.
const stackSize = 512
