package raid

import (
	"math"
	"math/big"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// What disks are taken to be like, beside each answer that rests on it.
const (
	unreadable = 1e-15 // sectors' bits that cannot be read back: makers' figure for drives of servers
	yearly     = 0.015 // of disks that fail in a year: near what large fleets report
	much       = 0.10  // a chance that is worth another level
)

// readAlone is how many bytes have to be read without a single mistake to fill a
// replaced disk, where no further copy or parity could mend one. It is false
// where nothing can be filled again.
func (a array) readAlone() (bytes float64, ok bool) {
	size, _ := a.size.Number().Float64()
	switch n := a.disks; {
	case a.Name == "0":
		return 0, false
	case a.Name == "5":
		return float64(n-1) * size, true
	case a.Name == "10", a.Name == "1" && n == 2:
		return size, true
	}
	return 0, true
}

// lostSector is the chance to meet a bit that cannot be read while a disk is
// filled again.
func (a array) lostSector() unit.Quantity {
	bytes, ok := a.readAlone()
	if !ok {
		return unit.Absent{Suffix: "ratio", Text: "all is lost", Reason: "RAID 0 keeps nothing to fill a disk from"}
	}
	return unit.RatioOf(unit.FromFloat(-math.Expm1(-8 * unreadable * bytes)))
}

// thresholds says where another level is the better one.
func (a array) thresholds(w *calc.Worksheet) {
	switch a.Name {
	case "0":
		least := int64(math.Floor(math.Log(1-much)/math.Log(1-yearly))) + 1
		w.Threshold("disks", "from "+count(least).String()+" on, the chance that one fails within a year, and all is lost, is above 10%, at 1.5% a disk")
	case "1":
		w.Threshold("disks", "from 3 on, RAID 5 holds more: all but one disk's worth")
	case "5":
		border := -math.Log1p(-much) / (8 * unreadable) / float64(a.disks-1)
		w.Threshold("size", "above "+cut(border).String()+" a disk, a sector is lost in more than 1 of 10 times that a disk is filled again: take RAID 6")
	case "6", "10":
		w.Threshold("disks", "from 5 on, RAID 6 holds more than RAID 10; with 4 both hold two disks' worth")
	}
}

// cut is an amount of bytes to three digits.
func cut(bytes float64) unit.Measure {
	step := math.Pow10(int(math.Floor(math.Log10(bytes))) - 2)
	return unit.Bytes(new(big.Rat).Mul(unit.FromFloat(math.Round(bytes/step)), unit.FromFloat(step)))
}
