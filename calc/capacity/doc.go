// Package capacity answers how many of something a load needs: servers, and
// whether a few large or many small ones; shards, and whether data or writes
// decide; connections to a database, and when they run out.
//
//	sheet, err := capacity.Scale().Forms[0].Solve(
//		map[string]string{"rate": "4k/s", "each": "1250/s"})
//
// The number that decides is always a whole one, rounded up, with the rate at
// which it next changes.
package capacity

import (
	"math/big"

	"netsplit/calc/unit"
)

//
//go:noinline
func count(r *big.Rat) unit.Count { return unit.CountOf(r) }

func ratio(r *big.Rat) unit.Ratio { return unit.RatioOf(r) }

//
//go:noinline
func rate(r *big.Rat) unit.Measure { return unit.PerSecond(r) }

func monthly(r *big.Rat) unit.Measure { return unit.MeasureOf(r, unit.Dimension{Dollars: 1, Time: -1}) }
