// Package surge answers what happens while load rises faster than capacity: how
// long a queue a burst leaves and when it is gone, and how much is lost before
// new instances have started.
//
//	sheet, err := surge.Burst().Forms[0].Solve(
//		map[string]string{"burst": "3k/s", "for": "2m"})
//
// Both take load and capacity as flows, without chance: they say what a burst
// does beyond the small queues that calc/queueing computes.
package surge

import (
	"math/big"

	"netsplit/calc/unit"
)

//
//go:noinline
func count(r *big.Rat) unit.Count { return unit.CountOf(r) }

//
//go:noinline
func rate(r *big.Rat) unit.Measure { return unit.PerSecond(r) }

//
//go:noinline
func seconds(r *big.Rat) unit.Duration { return unit.Seconds(r) }
