package balancer

import (
	"math"
	"time"

	"netsplit/engine/sim"
)

// meter limits requests to what the balancer is sized for. A managed balancer
// grows under load, but not at once: that is why those who expect a crowd ask
// for a larger one beforehand.
type meter struct {
	now     float64 // requests a second
	started bool
	taken   int // in this tick
}

// tick is how often the limit is looked at.
const tick = 100 * time.Millisecond

// heavy is the use at which the balancer begins to grow.
const heavy = 0.5

func (c *meter) start(env *sim.Env, config *Config) {
	c.now = config.Capacity
	if c.now > 0 {
		c.started = true
		env.After(tick, capacityTimer, 0)
	}
}

// resize sets another capacity from now on.
func (n *Node) resize(env *sim.Env) {
	started := n.capacity.started
	n.capacity.now = n.config.Capacity
	if !started {
		n.capacity.start(env, n.config)
	}
}

func (c *meter) admit(config *Config) bool {
	if config.Capacity <= 0 {
		return true
	}
	if float64(c.taken) >= c.now*tick.Seconds() {
		return false
	}
	c.taken++
	return true
}

func (c *meter) tick(env *sim.Env, config *Config) {
	if config.Capacity <= 0 {
		c.started = false
		return
	}
	if float64(c.taken) >= heavy*c.now*tick.Seconds() {
		c.now *= math.Pow(1+config.Growth, tick.Minutes())
	}
	c.taken = 0
	env.After(tick, capacityTimer, 0)
}

// Capacity is what it is sized for now, in requests a second; 0: no limit.
func (n *Node) Capacity() float64 {
	if n.config.Capacity <= 0 {
		return 0
	}
	return n.capacity.now
}
