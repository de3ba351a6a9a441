package socket

import (
	"maps"
	"slices"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// End is one end of a part of the way: a node, and the number that the
// connection has between here and there.
type End struct {
	Node sim.NodeID
	ID   uint64
}

// Tunnel is a connection that passes through a node.
type Tunnel struct {
	Down, Up End    // towards who listens, and towards the server
	Session  int    // whose connection it is
	User     int    // and whose request, where one connects for many
	Open     bool   // the server has said yes
	Lent     uint64 // the connection of a pool that it goes by
	touched  clock.Time
	timer    sim.TimerID // that looks whether it is quiet; 0: none runs
}

// Relay keeps the tunnels of a node that stands between.
type Relay struct {
	tunnels    map[uint64]*Tunnel
	down, up   map[End]uint64
	next, most uint64
	timer      uint8
	cuts       Burst
}

// NewRelay returns a relay whose timers have the given kind.
func NewRelay(timer uint8) *Relay {
	return &Relay{tunnels: map[uint64]*Tunnel{}, down: map[End]uint64{}, up: map[End]uint64{}, most: 100_000, timer: timer}
}

// Open makes a tunnel, from the moment on that the request for it is passed on:
// the first frame may be quicker than the answer. A tunnel that nothing passes
// for longer than idle is cut; 0 is never.
func (r *Relay) Open(env *sim.Env, down, up End, q *request.Request, idle time.Duration) bool {
	if uint64(len(r.tunnels)) >= r.most {
		return false
	}
	r.next++
	r.tunnels[r.next] = &Tunnel{Down: down, Up: up, Session: q.Session, User: q.User, touched: env.Now()}
	r.down[down], r.up[up] = r.next, r.next
	if idle > 0 {
		r.watch(env, r.next, idle)
	}
	return true
}

// watch looks at a tunnel after a while.
func (r *Relay) watch(env *sim.Env, id uint64, in time.Duration) {
	r.tunnels[id].timer = env.After(in, r.timer, id)
}

// Retime has another idle time act on what is open, too.
func (r *Relay) Retime(env *sim.Env, idle time.Duration) {
	for _, id := range slices.Sorted(maps.Keys(r.tunnels)) {
		t := r.tunnels[id]
		env.Cancel(t.timer)
		t.timer = 0
		if idle > 0 {
			r.watch(env, id, max(idle-env.Now().Sub(t.touched), time.Microsecond))
		}
	}
}

// Pass sends a frame on, and returns its tunnel: nil if there is none. Ended
// says that the frame closed it.
func (r *Relay) Pass(env *sim.Env, from sim.NodeID, operation uint64, f *Frame) (t *Tunnel, ended bool) {
	ends := r.up
	if f.Up {
		ends = r.down
	}
	id, ok := ends[End{from, f.ID}]
	if !ok {
		Refuse(env, from, f)
		return nil, false
	}
	t = r.tunnels[id]
	t.touched = env.Now()
	to := t.Down
	if f.Up {
		to = t.Up
	}
	on := *f
	on.ID = to.ID
	env.Send(to.Node, operation, &on)
	if f.What == Close {
		r.drop(id)
	}
	return t, f.What == Close
}

// Opened notes that the server said yes to a tunnel, and returns it: nil if it
// has ended before.
func (r *Relay) Opened(up End) *Tunnel {
	t := r.tunnels[r.up[up]]
	if t != nil {
		t.Open = true
	}
	return t
}

// To lists the tunnels to a node, the earliest first.
func (r *Relay) To(up sim.NodeID) []*Tunnel {
	var list []*Tunnel
	for _, id := range slices.Sorted(maps.Keys(r.tunnels)) {
		if t := r.tunnels[id]; t.Up.Node == up {
			list = append(list, t)
		}
	}
	return list
}

// Each calls f for every tunnel, in no order.
func (r *Relay) Each(f func(*Tunnel)) {
	for _, t := range r.tunnels { // order-free: for counts
		f(t)
	}
}

// Close ends a tunnel, and says so to both ends where it can speak for them.
func (r *Relay) Close(env *sim.Env, t *Tunnel, tell bool, reason string) {
	if tell {
		r.tell(env, t, reason)
	}
	r.Drop(t.Up)
}

// Drop forgets the tunnel of a request that was refused.
func (r *Relay) Drop(up End) *Tunnel {
	id, ok := r.up[up]
	if !ok {
		return nil
	}
	t := r.tunnels[id]
	r.drop(id)
	return t
}

func (r *Relay) drop(id uint64) {
	t := r.tunnels[id]
	delete(r.tunnels, id)
	if r.down[t.Down] == id { // else a copy of the request has made another one
		delete(r.down, t.Down)
	}
	delete(r.up, t.Up)
}

// Idle looks after a tunnel whose timer fired, and returns it if it was quiet
// for too long. Both ends are told, unless the node works below what could tell
// them: then they learn it when they write.
func (r *Relay) Idle(env *sim.Env, timer sim.Timer, idle time.Duration, tell bool) *Tunnel {
	t := r.tunnels[timer.Key]
	if t == nil || idle <= 0 {
		return nil
	}
	t.timer = 0
	if quiet := env.Now().Sub(t.touched); quiet < idle {
		r.watch(env, timer.Key, idle-quiet)
		return nil
	}
	r.drop(timer.Key)
	env.Note(0, CutIdle{By: env.Self(), Listener: t.Down.Node, Server: t.Up.Node, After: idle, Told: tell, Again: r.cuts.Again(env.Now())})
	if tell {
		r.tell(env, t, env.Name()+" closes what is quiet for "+request.Span(idle))
	}
	return t
}

// CloseAll ends all tunnels: the node goes for good, and says so to both ends.
func (r *Relay) CloseAll(env *sim.Env) {
	for id := uint64(0); id <= r.next; id++ {
		if t := r.tunnels[id]; t != nil {
			r.tell(env, t, env.Name()+" is going away")
			r.drop(id)
		}
	}
}

func (r *Relay) tell(env *sim.Env, t *Tunnel, reason string) {
	env.Send(t.Down.Node, 0, &Frame{ID: t.Down.ID, What: Close, Reason: reason})
	env.Send(t.Up.Node, 0, &Frame{ID: t.Up.ID, Up: true, What: Close, Reason: reason})
}

// Len counts the tunnels.
func (r *Relay) Len() int { return len(r.tunnels) }
