package network

import "strings"

// Distance is how far apart two places are. A place is a zone, "a", or a zone
// of a region, "eu/a".
type Distance uint8

// The distances. Zones that name no region are regions of their own, and who
// has no place is near everybody.
const (
	SameZone Distance = iota
	OtherZone
	OtherRegion
)

// String is the distance in words.
func (d Distance) String() string {
	return [...]string{"in the same zone", "in another zone", "in another region"}[d]
}

// Region is the region of a place: what is before its slash.
func Region(place string) string {
	region, _, _ := strings.Cut(place, "/")
	return region
}

// DistanceBetween compares two places.
func DistanceBetween(a, b string) Distance {
	switch {
	case a == b || a == "" || b == "":
		return SameZone
	case Region(a) == Region(b):
		return OtherZone
	}
	return OtherRegion
}
