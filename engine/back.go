package engine

import "fmt"

// farBack bounds the events that stepping back runs again.
const farBack = 3_000_000

// StepBack undoes the latest event: it runs everything again from the seed, but
// for that one. Steps that were taken since that event are dropped.
func (c *Cluster) StepBack() error {
	n := c.world.sim.Processed()
	if n == 0 {
		return fmt.Errorf("this is the beginning: nothing has happened yet")
	}
	if n > farBack {
		return fmt.Errorf("%d events have happened, too many to step back by one: go back in time instead", n)
	}
	w, err := newWorld(c.scenario, c.seed, nil)
	if err != nil {
		return err
	}
	c.world, c.done = w, 0
	n--
	for c.done < len(c.recorded) && c.recorded[c.done].events <= n {
		c.replay(c.recorded[c.done])
		c.done++
	}
	c.recorded = c.recorded[:c.done:c.done]
	for c.world.sim.Processed() < n && c.world.sim.Step() {
		c.world.pump()
	}
	return nil
}

// Events counts the events of the run so far.
func (c *Cluster) Events() uint64 { return c.world.sim.Processed() }
