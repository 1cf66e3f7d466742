package gateway

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"interlaken/service"
	"interlaken/service/servicetest"
	wire "interlaken/wire/sts"
)

// TestABodyThatDoesNotComeIsNotWaitedForForever: who is nobody yet holds a connection for a bounded time only.
func TestABodyThatDoesNotComeIsNotWaitedForForever(t *testing.T) {
	k := servicetest.New(t)
	k.Mesh.Register(&service.Service{Wire: wire.Service, Source: "sts.amazonaws.com"})
	g := New(Config{Mesh: k.Mesh, Region: "us-east-1"})
	g.bodyTime = 50 * time.Millisecond
	server := httptest.NewServer(g)
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Amz-Date: 20261102T090000Z\r\n"+
		"Authorization: AWS4-HMAC-SHA256 Credential=AKIAAAAAAAAAAAAAAAAA/20261102/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s\r\n\r\nAction=", strings.Repeat("0", 64))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusBadRequest || !strings.Contains(string(text), "IncompleteBody") {
		t.Errorf("%d %s, %v", response.StatusCode, text, err)
	}
}
