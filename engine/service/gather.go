package service

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Gather says which rows of its stores an instance reads and writes for a
// request, beyond the one under its key: the rows that belong to it (a join),
// its copies elsewhere (denormalisation), or the parts that a hot key was
// split into.
type Gather struct {
	Rows      int    // that belong to each key: key/1, key/2 …
	Hops      int    // rows of rows: those of key/1 are key/1/1, key/1/2 …
	In        string // the store that has them
	Read      Which  // of them, that a read fetches
	Write     Which  // of them, that a write writes
	WithKey   bool   // a read fetches the key's own row too
	Fetch     Fetch
	Body      int // bytes of a row
	SubKeys   int // parts of each hot key: key#1, key#2 …
	Hot       []string
	ReadsFrom []string // components that reads go to; none: all that are called
	WritesTo  []string // the same of writes
}

// Which says which of the rows.
type Which string

// The choices.
const (
	AllRows Which = "all"
	OneRow  Which = "one" // drawn at random
	NoRows  Which = "none"
)

// Fetch says how rows are asked for.
type Fetch string

// The ways.
const (
	OneByOne Fetch = "one-by-one" // each after the one before: N+1 questions
	AtOnce   Fetch = "parallel"   // a question each, all at once
	Batch    Fetch = "batch"      // one question for each shard
	Join     Fetch = "join"       // the same, with the key's own row in it: the store joins
)

// item is one of the questions that a job asks.
type item struct {
	to     Dependency
	key    string   // "": the request's
	keys   []string // several rows of one shard
	part   part
	beside bool // it begins together with the one before
}

// part is what an item's answer is of the job's.
type part uint8

const (
	own    part = iota // it is the answer
	row                // a row that belongs to it
	subKey             // a part of it
)

// plain reports whether a request asks each dependency once, for its key.
func (g *Gather) plain() bool {
	return g.Rows == 0 && g.SubKeys == 0 && len(g.ReadsFrom) == 0 && len(g.WritesTo) == 0
}

// plan lists the questions of a job, in their order.
func (n *Node) plan(env *sim.Env, j *job) []item {
	g, r := &n.config.Gather, j.request
	from := g.ReadsFrom
	if r.Verb.Writes() {
		from = g.WritesTo
	}
	var out []item
	for _, d := range n.config.Calls {
		if !n.needs(j, d) || len(from) > 0 && d.Use != Session && d.Use != Queue && !slices.Contains(from, d.Component) {
			continue
		}
		switch {
		case d.Use != Store:
			out = append(out, item{to: d})
		case g.SubKeys > 0 && slices.Contains(g.Hot, r.Key):
			out = append(out, n.subKeys(env, d, r)...)
		default:
			out = append(out, n.rows(env, d, r)...)
		}
	}
	return out
}

// subKeys asks for the parts of a hot key: a write goes to one of them, and a
// read needs all.
func (n *Node) subKeys(env *sim.Env, d Dependency, r *request.Request) (list []item) {
	parts := n.config.Gather.SubKeys
	if r.Verb.Writes() {
		return []item{{to: d, key: fmt.Sprintf("%s#%d", r.Key, 1+env.Rand().IntN(parts)), part: row}}
	}
	for i := range parts {
		list = append(list, item{to: d, key: fmt.Sprintf("%s#%d", r.Key, i+1), part: subKey, beside: i > 0})
	}
	return list
}

// rows asks a store for the key and for what belongs to it.
func (n *Node) rows(env *sim.Env, d Dependency, r *request.Request) []item {
	g := &n.config.Gather
	mine := d.Component == g.In
	var out []item
	joined := g.Fetch == Join && r.Verb == request.Get && mine
	if (g.WithKey && !joined || r.Verb.Writes()) && !(mine && n.stores() > 1) || !mine && g.Rows > 0 && g.WithKey {
		out = append(out, item{to: d})
	}
	if g.Rows == 0 {
		return []item{{to: d}}
	}
	if !mine {
		return out
	}
	which := g.Read
	if r.Verb.Writes() {
		which = g.Write
	}
	levels := [][]string{{r.Key}}
	for range max(1, g.Hops) {
		levels = append(levels, below(env, levels[len(levels)-1], which, g.Rows))
	}
	if joined {
		all := slices.Concat(levels[1:]...)
		if g.WithKey && n.stores() == 1 {
			all = slices.Concat(levels...)
		}
		return append(out, n.grouped(d, r, all)...)
	}
	for _, keys := range levels[1:] {
		if g.Fetch == Batch && r.Verb == request.Get {
			out = append(out, n.grouped(d, r, keys)...)
			continue
		}
		for i, key := range keys {
			out = append(out, item{to: d, key: key, part: row, beside: i > 0 && g.Fetch != OneByOne})
		}
	}
	return out
}

// below lists the rows that belong to others.
func below(env *sim.Env, parents []string, which Which, rows int) (keys []string) {
	for _, parent := range parents {
		switch which {
		case AllRows:
			for i := range rows {
				keys = append(keys, fmt.Sprintf("%s/%d", parent, i+1))
			}
		case OneRow:
			keys = append(keys, fmt.Sprintf("%s/%d", parent, 1+env.Rand().IntN(rows)))
		}
	}
	return keys
}

// grouped asks each shard once for all rows that it has.
func (n *Node) grouped(d Dependency, r *request.Request, keys []string) (out []item) {
	for i, group := range n.caller.Groups(d.Component, keys) {
		it := item{to: d, key: group[0], keys: group, part: row, beside: i > 0}
		if group[0] == r.Key {
			it.part = own
		}
		if len(group) == 1 {
			it.keys = nil
		}
		out = append(out, it)
	}
	return out
}

// stores counts the stores that are called.
func (n *Node) stores() (count int) {
	for _, d := range n.config.Calls {
		if d.Use == Store {
			count++
		}
	}
	return count
}

// question is what a leg asks a store.
func (l *leg) request() request.Request {
	r := *l.job.request
	if l.item.key != "" {
		r.Key, r.Keys = l.item.key, l.item.keys
	}
	return r
}

// add takes the answer to a part of what a job needs. False: it is the answer.
func (j *job) add(l *leg, r *request.Response) bool {
	if !r.OK() || l.item.part == own {
		return false
	}
	if j.taken == 0 && (r.Found || l.item.part == subKey) { // no own row has answered
		j.answer.Found = j.answer.Found || r.Found
		if j.request.Verb == request.Get {
			j.answer.Value = r.Value
		}
		if l.item.part == subKey && r.Found {
			j.parts = append(j.parts, r.Value)
			slices.Sort(j.parts)
			j.answer.Value = strings.Join(j.parts, request.Bar)
		}
	}
	return true
}
