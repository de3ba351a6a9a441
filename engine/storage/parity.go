package storage

// Parity over the field of 256 elements, as in Anvin, "The mathematics of
// RAID-6", 2004: P is the sum of the blocks, Q the sum of g^i times block i,
// and two unknown blocks follow from two equations.

// exp and log are the powers of the generator 2 modulo x^8+x^4+x^3+x^2+1.
var exp, log = powers()

func powers() (exp [510]byte, log [256]int) {
	x := 1
	for i := range 255 {
		exp[i], exp[i+255] = byte(x), byte(x)
		log[x] = i
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	return exp, log
}

func multiply(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return exp[log[a]+log[b]]
}

func inverse(a byte) byte { return exp[255-log[a]] }

// addScaled adds factor times from to to.
func addScaled(to, from []byte, factor byte) {
	for i := range to {
		to[i] ^= multiply(factor, from[i])
	}
}

// parities works P and Q out of all blocks of data.
func parities(data [][]byte) (p, q []byte) {
	p, q = make([]byte, blockSize), make([]byte, blockSize)
	for i, block := range data {
		addScaled(p, block, 1)
		addScaled(q, block, exp[i])
	}
	return p, q
}

// recover fills in the missing blocks of data, nil ones, from the others and
// the parity that is there; a nil parity is missing too. False: too much is.
func recover(data [][]byte, p, q []byte) bool {
	var missing []int
	for i, block := range data {
		if block == nil {
			missing = append(missing, i)
		}
	}
	switch {
	case len(missing) == 0:
		return true
	case len(missing) == 1 && p != nil:
		data[missing[0]] = remainder(data, p, func(int) byte { return 1 })
	case len(missing) == 1 && q != nil:
		i := missing[0]
		block := remainder(data, q, func(i int) byte { return exp[i] })
		data[i] = make([]byte, blockSize)
		addScaled(data[i], block, inverse(exp[i]))
	case len(missing) == 2 && p != nil && q != nil:
		i, j := missing[0], missing[1]
		sum := remainder(data, p, func(int) byte { return 1 })           // x + y
		scaled := remainder(data, q, func(i int) byte { return exp[i] }) // g^i x + g^j y
		addScaled(scaled, sum, exp[j])                                   // (g^i + g^j) x
		data[i] = make([]byte, blockSize)
		addScaled(data[i], scaled, inverse(exp[i]^exp[j]))
		data[j] = sum
		addScaled(data[j], data[i], 1)
	default:
		return false
	}
	return true
}

// remainder is parity minus the known blocks with their factors.
func remainder(data [][]byte, parity []byte, factor func(int) byte) []byte {
	out := append([]byte(nil), parity...)
	for i, block := range data {
		if block != nil {
			addScaled(out, block, factor(i))
		}
	}
	return out
}
