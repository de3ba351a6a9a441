// Package delivery answers what it costs to bring data to many places: to
// replicas and how far they lag, to the edge of a content delivery network, and
// to the followers of whoever posts.
//
//	sheet, err := delivery.CDN().Forms[0].Solve(
//		map[string]string{"rate": "10k/s", "object": "200KB", "hit": "95%"})
package delivery

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

func flow(r *big.Rat) unit.Measure { return unit.BytesPerSecond(r) }

//
//go:noinline
func seconds(r *big.Rat) unit.Duration { return unit.Seconds(r) }

func share(r *big.Rat) unit.Ratio { return unit.RatioOf(r) }
