package consensus

import (
	"encoding/binary"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// identity tells one write from another. All copies of a request have the
// same, those that the network made and those that a client sends again
// because it got no answer.
type identity struct {
	origin uint64
	verb   request.Verb
	key    string
}

// background marks the origin of a request that serves no client operation.
const background = 1 << 63

func identify(from sim.NodeID, operation uint64, r *request.Request) identity {
	origin := operation
	if operation == 0 {
		origin = background | uint64(from)<<40 | r.ID
	}
	return identity{origin, r.Verb, r.Key}
}

// command is what an entry of the log says.
type command struct {
	id       identity
	value    string
	expected string // CompareAndSet
}

func (c command) encode() []byte {
	return appendText(appendText(c.id.append(nil), c.value), c.expected)
}

func decodeCommand(b []byte) (command, error) {
	r := reader{b: b}
	c := command{id: r.identity(), value: r.text(), expected: r.text()}
	if r.bad {
		return command{}, errGarbled
	}
	return c, nil
}

func (id identity) append(b []byte) []byte {
	b = binary.AppendUvarint(b, id.origin)
	b = append(b, byte(id.verb))
	return appendText(b, id.key)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendFlag(b []byte, on bool) []byte {
	if on {
		return append(b, 1)
	}
	return append(b, 0)
}

// reader takes apart what encode wrote. After an error it yields zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number() uint64 {
	n, width := binary.Uvarint(r.b)
	if width <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[width:]
	return n
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.b, r.bad = nil, true
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) text() string { return string(r.take(r.number())) }

func (r *reader) flag() bool {
	b := r.take(1)
	return len(b) == 1 && b[0] == 1
}

func (r *reader) identity() identity {
	id := identity{origin: r.number()}
	if b := r.take(1); len(b) == 1 {
		id.verb = request.Verb(b[0])
	}
	id.key = r.text()
	return id
}
