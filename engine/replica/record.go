package replica

import (
	"slices"
	"strings"

	"netsplit/calc/order"
	"netsplit/engine/causal"
	"netsplit/engine/request"
)

// Versioning says what becomes of two writes of a key of which neither writer
// had seen the other.
type Versioning string

// The ways. LastWriterWins keeps the one with the later stamp, silently.
// KeepSiblings keeps both until somebody who has read them writes again.
const (
	LastWriterWins Versioning = "last-writer-wins"
	KeepSiblings   Versioning = "siblings"
)

// Record is a value with its version. A deleted key keeps a record, its
// tombstone: without it a replica that missed the delete would bring the
// value back.
//
// In a store that keeps siblings a record is the newest of them and carries
// the others, so that whatever moves a record moves all.
type Record struct {
	Value   string
	Version request.Version
	Deleted bool

	Dot      causal.Dot     // of the write; none where the last writer wins
	Context  causal.Context // what its writer had seen
	Siblings []Record       // written beside it, the newest first; they have none of their own
}

// siblingsKept bounds the siblings of a key: of more, the oldest are dropped.
// Writers that never read make one each time.
const siblingsKept = 64

// All lists the record and its siblings, the newest first.
func (r Record) All() []Record {
	if r.Version == (request.Version{}) {
		return nil
	}
	alone := r
	alone.Siblings = nil
	return append([]Record{alone}, r.Siblings...)
}

// Merge is what a replica keeps of two records of a key.
func Merge(a, b Record) Record {
	switch {
	case a.Version == (request.Version{}):
		return b
	case b.Version == (request.Version{}) || Same(a, b):
		return a
	case a.Dot.None() || b.Dot.None():
		if b.Version.Compare(a.Version) > 0 {
			return b
		}
		return a
	}
	return together(unseen(append(a.All(), b.All()...)))
}

// unseen leaves out copies, and what another of the writers had seen.
func unseen(all []Record) []Record {
	order.By(all, func(x, y Record) int { return y.Version.Compare(x.Version) })
	all = slices.CompactFunc(all, func(x, y Record) bool { return x.Version == y.Version })
	return slices.DeleteFunc(slices.Clone(all), func(r Record) bool {
		return slices.ContainsFunc(all, func(o Record) bool { return o.Context.Covers(r.Dot) })
	})
}

// together makes one record of siblings, the newest first.
func together(all []Record) Record {
	if len(all) == 0 {
		return Record{}
	}
	all = all[:min(len(all), siblingsKept)]
	r := all[0]
	r.Siblings = slices.Clip(all[1:])
	if len(r.Siblings) == 0 {
		r.Siblings = nil
	}
	return r
}

// Same reports whether two records are the same versions.
func Same(a, b Record) bool {
	return a.Version == b.Version && slices.EqualFunc(a.Siblings, b.Siblings, func(x, y Record) bool { return x.Version == y.Version })
}

// Behind reports whether a record lacks something of another.
func (r Record) Behind(o Record) bool { return !Same(Merge(r, o), r) }

// Seen is what a reader of the record has seen.
func (r Record) Seen() causal.Context {
	var c causal.Context
	if r.Dot.None() {
		return c
	}
	for _, s := range r.All() {
		c = c.Join(s.Context).With(s.Dot)
	}
	return c
}

// Values are the distinct values, in the order of their text. Tombstones have
// none.
func (r Record) Values() []string {
	var out []string
	if len(r.Siblings) == 0 {
		if r.Version == (request.Version{}) || r.Deleted {
			return nil
		}
		return []string{r.Value}
	}
	for _, s := range r.All() {
		if !s.Deleted {
			out = append(out, s.Value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// deletedText stands for a tombstone.
const deletedText = "(deleted)"

// Text is the record's value, or its siblings' with bars between, for a screen.
func (r Record) Text() string {
	if len(r.Siblings) == 0 && !r.Deleted {
		return r.Value
	}
	var out []string
	for _, s := range r.All() {
		text := s.Value
		if s.Deleted {
			text = deletedText
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), request.Bar)
}

// without leaves out some of the siblings.
func (r Record) without(drop func(Record) bool) Record {
	if len(r.Siblings) == 0 {
		if drop(r) {
			return Record{}
		}
		return r
	}
	return together(slices.DeleteFunc(r.All(), drop))
}

// size is what the record takes in a message. A context takes 12 bytes a run.
func (r Record) size() int {
	n := versionSize + len(r.Value) + 12*r.Context.Spans()
	for _, s := range r.Siblings {
		n += s.size()
	}
	return n
}

// Held is a key and the versions that a replica has of it.
type Held struct {
	Key      string
	Version  request.Version
	Siblings []request.Version
}

func held(key string, r Record) Held {
	h := Held{Key: key, Version: r.Version}
	for _, s := range r.Siblings {
		h.Siblings = append(h.Siblings, s.Version)
	}
	return h
}

// lacks reports whether what is held has something that the record has not.
func (r Record) lacks(h Held) bool {
	if r.Dot.None() && len(h.Siblings) == 0 {
		return r.Version.Compare(h.Version) < 0
	}
	return slices.ContainsFunc(append([]request.Version{h.Version}, h.Siblings...), func(v request.Version) bool { return !r.has(v) })
}

// lacks reports whether the record has something that is not held.
func (h Held) lacks(r Record) bool {
	if r.Dot.None() {
		return h.Version.Compare(r.Version) < 0
	}
	return slices.ContainsFunc(r.All(), func(s Record) bool { return s.Version != h.Version && !slices.Contains(h.Siblings, s.Version) })
}

func (r Record) has(v request.Version) bool {
	return slices.ContainsFunc(r.All(), func(s Record) bool { return s.Version == v })
}
