package scenario

func topicKind() Kind {
	return Kind{Name: "topic", Doc: "gives every message to all its subscribers: those in to, and the workers that are from it", Params: []Param{
		{Name: "to", Type: TypeReferences, Fits: fits(tiers, []string{"queue", "stream"}), Unit: "names", Doc: "subscribers that it pushes to, besides workers"},
		{Name: "filter", Type: TypeFilters, Default: "none", Unit: "filters", Doc: "which messages a subscriber wants, by their key: mail=order-*|refund-* or {mail: [order-*, refund-*]}; who is not named gets all"},
		{Name: "buffer", Type: TypeInt, Default: "100", Min: 1, Max: 1e6, Unit: "messages", Doc: "messages that may wait for one subscriber"},
		{Name: "when-full", Type: TypeText, Default: "drop", Allowed: []string{"drop", "block", "disconnect"}, Unit: "word", Doc: "a full buffer: drop the message for that subscriber, block the publisher, or disconnect it until it has caught up"},
		{Name: "in-flight", Type: TypeInt, Default: "1", Min: 1, Max: 10000, Unit: "messages", Doc: "messages that are on their way to one member of a subscriber at once"},
		{Name: "tries", Type: TypeInt, Default: "0", Max: 1000, Unit: "times", Doc: "how often a message is tried before it is given up; 0 is no limit"},
		{Name: "timeout", Type: TypeDuration, Default: "5s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for an acknowledgement before it tries again"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to accept a message"},
		zonesParam(),
	}}
}
