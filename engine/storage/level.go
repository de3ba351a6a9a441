// Package storage is an array of disks that survives some of them: RAID
// (Patterson, Gibson and Katz, "A Case for Redundant Arrays of Inexpensive
// Disks", SIGMOD 1988), with levels 0, 1, 5, 6 and 10.
//
// A controller spreads blocks over the disks and keeps parity for them, which
// is really computed: what a broken disk held is worked out again from the
// others, byte by byte. Each disk does one thing at a time, so the price of a
// level shows: a small write on level 5 reads two blocks and writes two.
package storage

import "fmt"

// Level is how an array uses its disks.
type Level int

// The levels.
const (
	Striped      Level = 0  // blocks in turn, nothing spare
	Mirrored     Level = 1  // every disk has everything
	Parity       Level = 5  // one disk's worth of parity, spread over all
	DoubleParity Level = 6  // two disks' worth
	MirrorStripe Level = 10 // pairs that mirror, blocks in turn over the pairs
)

// MinimumDisks is how few disks the level works with.
func (l Level) MinimumDisks() int {
	switch l {
	case Parity:
		return 3
	case DoubleParity, MirrorStripe:
		return 4
	}
	return 2
}

// Fits reports why a number of disks does not make an array of the level.
func (l Level) Fits(disks int) error {
	switch {
	case disks < l.MinimumDisks():
		return fmt.Errorf("RAID %d needs at least %d disks", l, l.MinimumDisks())
	case l == MirrorStripe && disks%2 != 0:
		return fmt.Errorf("RAID 10 needs an even number of disks")
	}
	return nil
}

// Width is how many blocks of data a stripe holds.
func (l Level) Width(disks int) int {
	switch l {
	case Mirrored:
		return 1
	case Parity:
		return disks - 1
	case DoubleParity:
		return disks - 2
	case MirrorStripe:
		return disks / 2
	}
	return disks
}

// place says which disks of a stripe hold what.
type place struct {
	data [][]int // by block of data: the disks with a copy of it
	p, q int     // the parity disks; -1: none
}

// place lays a stripe out. Parity moves by one disk each stripe, so that no
// disk is the one that every write waits for.
func (l Level) place(disks int, stripe int64) place {
	at := place{p: -1, q: -1}
	one := func(disk int) { at.data = append(at.data, []int{disk}) }
	switch l {
	case Mirrored:
		all := make([]int, disks)
		for i := range all {
			all[i] = i
		}
		at.data = [][]int{all}
	case MirrorStripe:
		for i := 0; i < disks; i += 2 {
			at.data = append(at.data, []int{i, i + 1})
		}
	case Parity, DoubleParity:
		at.p = disks - 1 - int(stripe%int64(disks))
		next := at.p
		if l == DoubleParity {
			next = (at.p + 1) % disks
			at.q = next
		}
		for range l.Width(disks) {
			next = (next + 1) % disks
			one(next)
		}
	default:
		for i := range disks {
			one(i)
		}
	}
	return at
}

// survives reports whether a stripe can still be read in full without the
// disks that down says.
func (a place) survives(down func(disk int) bool) bool {
	lost, spare := 0, 0
	for _, copies := range a.data {
		alive := 0
		for _, d := range copies {
			if !down(d) {
				alive++
			}
		}
		if alive == 0 {
			lost++
		}
	}
	for _, parity := range []int{a.p, a.q} {
		if parity >= 0 && !down(parity) {
			spare++
		}
	}
	return lost <= spare
}
