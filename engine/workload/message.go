package workload

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// message is what a client gives a queue, a topic or a stream. Its key is drawn
// as that of other operations is: the group of a job, the partition of a record.
func (c *Client) message(env *sim.Env) request.Request {
	key := c.config.Keys.Draw(env.Rand())
	if c.config.HotKey != "" && env.Rand().Float64() < c.config.HotShare {
		key = c.config.HotKey
	}
	return request.Request{Verb: c.config.Message, Key: c.config.To, Value: c.value(env), Body: c.config.Body, Terms: request.Terms{Key: key, Priority: c.config.Priority}}
}
