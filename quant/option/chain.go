package option

// Chain evaluates one right of a whole expiry: dst[i] for strikes[i] and vols[i].
// dst is the caller's and must be as long as strikes; nothing is allocated
// unless an element is refused. A refused element is left zero, the rest is
// still filled, and the first refusal is returned with its index.
func (e *Expiry) Chain(dst []Greeks, right Right, strikes, vols []float64) error {
	if len(vols) != len(strikes) {
		return bad("vols", float64(len(vols)), "must have as many elements as strikes")
	}
	if len(dst) < len(strikes) {
		return bad("dst", float64(len(dst)), "must have room for every strike")
	}
	var first error
	vols = vols[:len(strikes)]
	dst = dst[:len(strikes)]
	for i, k := range strikes {
		if err := e.Evaluate(&dst[i], right, k, vols[i]); err != nil && first == nil {
			first = indexed(err, i)
		}
	}
	return first
}

// ChainPrices is Chain for prices alone.
func (e *Expiry) ChainPrices(dst []float64, right Right, strikes, vols []float64) error {
	if len(vols) != len(strikes) {
		return bad("vols", float64(len(vols)), "must have as many elements as strikes")
	}
	if len(dst) < len(strikes) {
		return bad("dst", float64(len(dst)), "must have room for every strike")
	}
	var first error
	for i, k := range strikes {
		v, err := e.Price(right, k, vols[i])
		if err != nil && first == nil {
			first = indexed(err, i)
		}
		dst[i] = v
	}
	return first
}
