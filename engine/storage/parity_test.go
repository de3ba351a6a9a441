package storage

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// Whatever two blocks of a stripe are gone, data or parity, the data comes
// back byte by byte; three are too many.
func TestRecover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "blocks")
		var data [][]byte
		for range n {
			data = append(data, rapid.SliceOfN(rapid.Byte(), blockSize, blockSize).Draw(t, "block"))
		}
		p, q := parities(data)
		all := append(append([][]byte{}, data...), p, q)
		lost := rapid.SliceOfNDistinct(rapid.IntRange(0, n+1), 0, 3, rapid.ID[int]).Draw(t, "lost")
		gone := 0
		for _, i := range lost {
			all[i] = nil
			if i < n {
				gone++
			}
		}
		got := append([][]byte{}, all[:n]...)
		ok := recover(got, all[n], all[n+1])
		spare := 0
		for _, parity := range all[n:] {
			if parity != nil {
				spare++
			}
		}
		if ok != (gone <= spare) {
			t.Fatalf("lost %v of %d: recovered %v", lost, n, ok)
		}
		for i := range data {
			if ok && !bytes.Equal(got[i], data[i]) {
				t.Fatalf("block %d came back wrong after %v were lost", i, lost)
			}
		}
	})
}

// Every level has room for what the books say, and survives what they say:
// counted over all sets of broken disks.
func TestLevels(t *testing.T) {
	tests := []struct {
		level                        Level
		disks, width, always, atBest int
	}{
		{Striped, 4, 4, 0, 0}, {Mirrored, 3, 1, 2, 2}, {Parity, 5, 4, 1, 1}, {DoubleParity, 6, 4, 2, 2}, {MirrorStripe, 6, 3, 1, 3},
	}
	for _, test := range tests {
		if got := test.level.Width(test.disks); got != test.width {
			t.Errorf("RAID %d of %d disks: %d blocks of data a stripe, want %d", test.level, test.disks, got, test.width)
		}
		always, best := test.disks, 0
		for set := range 1 << test.disks {
			down := func(d int) bool { return set>>d&1 == 1 }
			broken := 0
			for d := range test.disks {
				if down(d) {
					broken++
				}
			}
			ok := true
			for stripe := range int64(test.disks) {
				ok = ok && test.level.place(test.disks, stripe).survives(down)
			}
			if ok {
				best = max(best, broken)
			} else {
				always = min(always, broken-1)
			}
		}
		if always != test.always || best != test.atBest {
			t.Errorf("RAID %d of %d disks survives any %d and at best %d, want %d and %d", test.level, test.disks, always, best, test.always, test.atBest)
		}
	}
}
