package scenario

// scaleParams say how the number of instances follows the load.
func scaleParams() []Param {
	return []Param{
		{Name: "scale", Type: TypeText, Default: "none", Allowed: []string{"none", "vms", "pods"}, Unit: "word", Doc: "whether the number of instances follows the load, as virtual machines or as pods on machines"},
		{Name: "target", Type: TypeRatio, Default: "60%", Min: 0.01, Max: 1, Unit: "share", Doc: "utilisation that scaling keeps"},
		{Name: "min-instances", Type: TypeInt, Default: "0", Max: maxNodes, Unit: "instances", Doc: "the least that scaling keeps; 0 is as many as at first"},
		{Name: "max-instances", Type: TypeInt, Default: "10", Min: 1, Max: maxNodes, Unit: "instances", Doc: "the most that scaling orders"},
		{Name: "look-every", Type: TypeDuration, Default: "15s", Min: 1, Max: 3600, Unit: "duration", Doc: "how often scaling looks, and the time that it takes the utilisation over"},
		{Name: "cool-down", Type: TypeDuration, Default: "60s", Max: day, Unit: "duration", Doc: "how long machines rest after a change; pods only before they become fewer"},
		{Name: "boot-delay", Type: TypeDuration, Default: "30s", Max: day, Unit: "duration", Doc: "how long an ordered instance takes until it serves, without its image"},
		{Name: "image", Type: TypeBytes, Default: "0B", Max: 1e12, Unit: "bytes", Doc: "weight of the image that a new instance loads first"},
		{Name: "pull", Type: TypeBandwidth, Default: "100MB/s", Unit: "bytes per second", Doc: "how fast it loads that"},
		{Name: "schedule", Type: TypeSchedule, Default: "none", Unit: "schedule", Doc: "how many there must be from a time on, whatever the load: 10s=8 60s=2"},
		{Name: "per-node", Type: TypeInt, Default: "4", Min: 1, Max: maxNodes, Unit: "pods", Doc: "pods that one machine has room for"},
		{Name: "nodes", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "machines", Doc: "machines for pods at first, and at least"},
		{Name: "max-nodes", Type: TypeInt, Default: "0", Max: maxNodes, Unit: "machines", Doc: "machines that the cluster may have; 0 is as many as at first"},
		{Name: "node-delay", Type: TypeDuration, Default: "60s", Max: day, Unit: "duration", Doc: "how long an ordered machine takes until pods run on it"},
		{Name: "account-limit", Type: TypeInt, Default: "0", Max: maxNodes, Unit: "instances", Doc: "instances that all scaled components may have together; 0 is no limit"},
	}
}

// scaleProblems is what is wrong between the parameters of scaling.
func scaleProblems(c Component) []finding {
	var list []finding
	mode := c.Text("scale")
	for _, p := range scaleParams() {
		pods := p.Name == "per-node" || p.Name == "nodes" || p.Name == "max-nodes" || p.Name == "node-delay"
		switch {
		case p.Name == "scale" || !c.Given(p.Name):
		case mode == "none":
			list = append(list, finding{c.Name, p.Name, p.Name + " is used only when the number of instances follows the load", "add scale: vms or scale: pods"})
		case pods && mode != "pods":
			list = append(list, finding{c.Name, p.Name, p.Name + " is about the machines under pods", "write scale: pods"})
		}
	}
	if mode == "none" {
		return list
	}
	if c.Int("instances") > c.Int("max-instances") || c.Int("min-instances") > c.Int("max-instances") {
		list = append(list, finding{c.Name, c.blame("max-instances", "instances"), "there are more instances at first or at least than there may be", "raise max-instances"})
	}
	if mode == "pods" && c.Int("instances") > c.Int("nodes")*c.Int("per-node") {
		list = append(list, finding{c.Name, c.blame("nodes", "instances"), "the machines have no room for the first pods", "raise nodes or per-node"})
	}
	return list
}
