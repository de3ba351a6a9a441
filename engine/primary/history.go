package primary

import (
	"fmt"

	"netsplit/engine/request"
)

// Position is a place in the log: the epoch whose leader wrote it, and its
// number. Numbers go on from epoch to epoch.
type Position struct{ Epoch, Index uint64 }

// Version is the position as a version.
func (p Position) Version() request.Version {
	if p.Index == 0 {
		return request.Version{}
	}
	return request.Place(p.Epoch, p.Index)
}

// PositionOf is the position behind a version, if it is one.
func PositionOf(v request.Version) (Position, bool) {
	epoch, index, ok := v.PlaceOf()
	return Position{epoch, index}, ok
}

// String is "entry 7 of epoch 2".
func (p Position) String() string { return fmt.Sprintf("entry %d of epoch %d", p.Index, p.Epoch) }

// after reports whether p is newer than o.
func (p Position) after(o Position) bool {
	return p.Epoch > o.Epoch || p.Epoch == o.Epoch && p.Index > o.Index
}

// segment is an epoch and the number of the last entry before it.
type segment struct{ epoch, start uint64 }

// history is which epoch wrote which part of a log that ends at a number: what
// PostgreSQL calls a time line. Two logs are the same up to where these part.
type history struct {
	segments []segment
	end      uint64
}

// last is the position of the last entry.
func (h history) last() Position { return h.at(h.end) }

// at is the position with a number.
func (h history) at(index uint64) Position {
	for i := len(h.segments) - 1; i >= 0; i-- {
		if h.segments[i].start < index {
			return Position{h.segments[i].epoch, index}
		}
	}
	return Position{0, index}
}

// contains reports whether an entry is in the log.
func (h history) contains(p Position) bool { return p.Index <= h.end && h.at(p.Index) == p }

// epoch is the latest that the log knows of.
func (h history) epoch() uint64 {
	if n := len(h.segments); n > 0 {
		return h.segments[n-1].epoch
	}
	return 0
}

// part compares the log with the one that it copies from. Up to the number
// both are the same. stale: the other knows fewer epochs, there is nothing to
// copy from it.
func (h history) part(from history) (number uint64, stale bool) {
	same := 0
	for same < len(h.segments) && same < len(from.segments) && h.segments[same] == from.segments[same] {
		same++
	}
	switch {
	case same == len(h.segments) && same == len(from.segments):
		return h.end, false
	case same == len(from.segments):
		return h.end, true
	case same == len(h.segments):
		return min(h.end, from.segments[same].start), false
	}
	number = min(h.segments[same].start, from.segments[same].start)
	return number, h.epoch() > from.epoch()
}

// until is the history that has no more than so many entries.
func (h history) until(end uint64) history {
	out := history{end: min(end, h.end)}
	for _, s := range h.segments {
		if s.start <= out.end {
			out.segments = append(out.segments, s)
		}
	}
	return out
}
