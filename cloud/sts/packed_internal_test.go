package sts

import "testing"

// A session with the six tags of EKS Pod Identity took 74 % on AWS (aws/containers-roadmap issue 2413).
func TestPackedSizeIsOfTheRightOrder(t *testing.T) {
	w := wishes{tags: map[string]string{
		"eks-cluster-arn":            "arn:aws:eks:eu-west-1:111111111111:cluster/production",
		"eks-cluster-name":           "production",
		"kubernetes-namespace":       "reporting",
		"kubernetes-service-account": "reporting-runner",
		"kubernetes-pod-name":        "reporting-runner-7d9c5b6f4-x2k8p",
		"kubernetes-pod-uid":         "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
	}}
	percent, err := w.packedSize()
	if err != nil || percent < 50 || percent > 85 {
		t.Errorf("packed size = %d %%, %v", percent, err)
	}
}
