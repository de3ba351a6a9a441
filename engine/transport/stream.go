package transport

import (
	"netsplit/calc/order"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/socket"
)

// closed forgets that something stays open on a connection, once a frame has
// said that it ends.
func (h *Host) closed(q question, f *socket.Frame) {
	c := h.streams[q]
	if c == nil || f.What != socket.Close {
		return
	}
	delete(h.streams, q)
	c.streams--
	if s := (slot{c.peer, c.slot}); c.client && h.pool[s] == c {
		delete(h.pool, s) // who hangs up calls again by another connection: this one may be dead
		c.slot = -1
	}
}

// refused forgets what was asked to stay open and may not.
func (h *Host) refused(q question, r *request.Response) {
	if c := h.streams[q]; c != nil && !r.OK() {
		delete(h.streams, q)
		c.streams--
	}
}

// breakStreams tells the node inside that what stayed open on a connection has
// ended with it.
func (h *Host) breakStreams(env *sim.Env, c *connection) {
	var gone []question
	for q, other := range h.streams { // order-free: sorted below
		if other == c {
			gone = append(gone, q)
		}
	}
	order.By(gone, func(a, b question) int { return int(int64(a.id) - int64(b.id)) })
	for _, q := range gone {
		delete(h.streams, q)
		c.streams--
		f := &socket.Frame{ID: q.id, Up: !c.client, What: socket.Close, Reason: "its connection was reset"}
		h.inside.Receive(env, sim.Message{From: q.from, To: env.Self(), Sent: env.Now(), Due: env.Now(), Payload: f})
	}
}
