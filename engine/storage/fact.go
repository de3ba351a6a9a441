package storage

import (
	"fmt"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Refused is the fact that the array did not take a request.
type Refused struct {
	Array  sim.NodeID
	Detail string
}

// Sentence implements sim.Fact.
func (f Refused) Sentence(name func(sim.NodeID) string) string { return name(f.Array) + " " + f.Detail }

// Weight implements sim.Fact.
func (Refused) Weight() sim.Weight { return sim.Quiet }

// Because implements request.Refusal.
func (Refused) Because() string {
	return "The array has the room and the speed of its disks, and no more."
}

// DiskBroken is the fact that a disk does not answer.
type DiskBroken struct{ Array, Disk sim.NodeID }

// Sentence implements sim.Fact.
func (f DiskBroken) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s takes %s out of the array: it does not answer", name(f.Array), name(f.Disk))
}

// Weight implements sim.Fact.
func (DiskBroken) Weight() sim.Weight { return sim.Warning }

// RebuildBegins is the fact that an empty disk has come.
type RebuildBegins struct{ Array, Disk sim.NodeID }

// Sentence implements sim.Fact.
func (f RebuildBegins) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s is a new, empty disk: %s begins to work out what it should hold", name(f.Disk), name(f.Array))
}

// Weight implements sim.Fact.
func (RebuildBegins) Weight() sim.Weight { return sim.Notable }

// RebuildDone is the fact that a new disk holds all it should.
type RebuildDone struct {
	Array, Disk sim.NodeID
	Took        time.Duration
}

// Sentence implements sim.Fact.
func (f RebuildDone) Sentence(name func(sim.NodeID) string) string {
	return fmt.Sprintf("%s is rebuilt after %s", name(f.Disk), request.Span(f.Took))
}

// Weight implements sim.Fact.
func (RebuildDone) Weight() sim.Weight { return sim.Notable }

// DataLost is the fact that a request met data that nobody has any more.
type DataLost struct {
	Array  sim.NodeID
	Broken int
}

// Sentence implements sim.Fact.
func (f DataLost) Sentence(name func(sim.NodeID) string) string {
	if f.Broken == 0 {
		return fmt.Sprintf("%s has lost this block with disks that broke before: the new ones could not be filled", name(f.Array))
	}
	return fmt.Sprintf("%s misses %s, and what is left does not tell what was lost", name(f.Array), noun.Count(f.Broken, "disk"))
}

// Weight implements sim.Fact.
func (DataLost) Weight() sim.Weight { return sim.Quiet }

// Because implements request.Refusal.
func (DataLost) Because() string {
	return "A level survives so many disks and not one more: the rest is for a backup."
}
