package storage

import (
	"encoding/binary"
	"slices"
)

// maxValue is what fits into a block beside its length.
const maxValue = blockSize - 2

// frame puts a value into a block.
func frame(value string) []byte {
	b := make([]byte, blockSize)
	binary.BigEndian.PutUint16(b, uint16(len(value)))
	copy(b[2:], value)
	return b
}

// unframe takes it out again. False: the block is not one that frame made.
func unframe(b []byte) (string, bool) {
	n := int(binary.BigEndian.Uint16(b))
	if n > maxValue {
		return "", false
	}
	return string(b[2 : 2+n]), true
}

func sortedStripes(set map[int64]bool) []int64 {
	var out []int64
	for s := range set { // order-free: sorted below
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
