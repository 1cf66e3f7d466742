package identity

import "encoding/base64"

// SealMessage encodes a message for an account: an authorization failure message, which only OpenMessage of the same
// account decodes.
func (d *Directory) SealMessage(account string, plain []byte) string {
	return base64.StdEncoding.EncodeToString(d.messages.Seal(plain, []byte(account)))
}

// OpenMessage decodes what SealMessage made for the account; ok is false for everything else.
func (d *Directory) OpenMessage(account, encoded string) (plain []byte, ok bool) {
	sealed, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, false
	}
	plain, err = d.messages.Open(sealed, []byte(account))
	return plain, err == nil
}
