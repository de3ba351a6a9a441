package scenario

// transportParams say how a client's requests and their answers travel.
func transportParams() []Param {
	return []Param{
		{Name: "transport", Type: TypeText, Default: "message", Allowed: []string{"message", "udp", "tcp", "tls", "quic"}, Unit: "word", Doc: "how its requests and their answers travel: as whole messages, as packets (udp), or by connections that replace lost packets"},
		{Name: "connections", Type: TypeInt, Default: "1", Min: 1, Max: 1000, Unit: "connections", Doc: "connections to one node that its requests are spread over in turn"},
		{Name: "keep-alive", Type: TypeBool, Default: "true", Unit: "switch", Doc: "whether a connection stays for the next request; false opens a new one for each"},
		{Name: "least-rto", Type: TypeDuration, Default: "200ms", Min: 0.001, Max: 60, Unit: "duration", Doc: "the shortest time-out for retransmission; RFC 6298 says 1s, Linux has 200ms"},
	}
}

func transportProblems(c Component) []finding {
	var list []finding
	switch protocol := c.Text("transport"); protocol {
	case "message", "udp":
		for _, name := range []string{"connections", "keep-alive", "least-rto"} {
			if c.Given(name) {
				list = append(list, finding{c.Name, name, protocol + " has no connections", "add transport: tcp, or leave " + name + " out"})
			}
		}
	default:
		if c.Given("connections") && !c.Bool("keep-alive") {
			list = append(list, finding{c.Name, "connections", "without keep-alive every request has a connection of its own", "leave connections out"})
		}
	}
	return list
}
