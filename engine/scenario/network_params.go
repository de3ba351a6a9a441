package scenario

// NetworkParams lists what can be set under network.
func NetworkParams() []Param {
	return []Param{
		{Name: "latency", Type: TypeDistribution, Default: "lognormal(1ms, 0.3)", Unit: "duration", Doc: "how long a message takes, one way"},
		{Name: "between-zones", Type: TypeDuration, Default: "0s", Max: 3600, Unit: "duration", Doc: "added to the latency between two zones"},
		{Name: "between-regions", Type: TypeDuration, Default: "0s", Max: 3600, Unit: "duration", Doc: "added on top of that between two regions: a zone is written region/zone"},
		{Name: "loss", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that never arrive"},
		{Name: "duplicate", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that arrive twice"},
		{Name: "reorder", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of the messages that are held back, so that later ones overtake them"},
		{Name: "bandwidth", Type: TypeBandwidth, Default: "0", Unit: "bytes per second", Doc: "data that a link carries each second; 0 is no limit"},
	}
}
