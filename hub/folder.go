package hub

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// FolderType is the type of folders in ARNs.
const FolderType = "folder"

// MaxFolderDepth is the most folders that lie in one another. AWS publishes no number; this one keeps a walk short.
const MaxFolderDepth = 10

// Folder holds assets and folders. What is granted on it holds for what is in it: hub/share says what.
type Folder struct {
	Asset
	Parent  string             `json:"parent,omitempty"` // id
	Sharing types.SharingModel `json:"sharing"`
}

// Folders keeps the folders.
var Folders = newShelf("hub.folder", "Folder", func(f *Folder) *Asset { return &f.Asset })

// FolderMember says that an asset is in a folder.
type FolderMember struct {
	Account string           `json:"account"`
	Region  string           `json:"region"`
	Folder  string           `json:"folder"` // id
	Type    types.MemberType `json:"type"`
	ID      string           `json:"id"`
	ARN     string           `json:"arn"`
}

func (m FolderMember) key() string {
	return store.Key(m.Account, m.Region, m.Folder, string(m.Type), m.ID)
}

var folderMembers = store.Collection[FolderMember]{
	Table: "hub.folderMember", Schema: 1,
	Key: func(m *FolderMember) string { return m.key() },
	Indexes: map[string]func(*FolderMember) []string{
		"member": func(m *FolderMember) []string { return []string{store.Key(m.ARN, m.Folder)} },
	},
}

// PutFolderMember puts an asset into a folder; it changes nothing for one that is in it.
func PutFolderMember(tx store.Tx, m FolderMember) error { return folderMembers.Put(tx, m) }

// RemoveFolderMember takes an asset out of a folder, or fails with fault.NotFound.
func RemoveFolderMember(tx store.Tx, m FolderMember) error {
	return named(folderMembers.Delete(tx, m.key()), "Member", m.ID)
}

// FolderMembers pages through what is in a folder, by type and id.
func FolderMembers(r store.Reader, account, region, id, token string, size int) ([]FolderMember, string, error) {
	return page(r, &folderMembers, store.Key(account, region, id), token, size, nil)
}

// AllFolderMembers are the members of all folders of an account and Region.
func AllFolderMembers(r store.Reader, account, region string) ([]FolderMember, error) {
	return values(folderMembers.Scan(r, store.Range{Prefix: store.Key(account, region)}))
}

// FoldersOf are the memberships of an asset, by folder.
func FoldersOf(r store.Reader, asset string) ([]FolderMember, error) {
	return values(folderMembers.ScanIndex(r, "member", store.Range{Prefix: store.Key(asset)}))
}

// FolderPath are a folder and those that it lies in, the folder itself first.
func FolderPath(r store.Reader, account, region, id string) ([]Folder, error) {
	var path []Folder
	for id != "" && len(path) <= MaxFolderDepth {
		f, err := Folders.Get(r, account, region, id)
		if err != nil {
			return nil, err
		}
		path, id = append(path, f), f.Parent
	}
	return path, nil
}

// DeleteFolder removes an empty folder. One that holds something fails with the API's PreconditionNotMetException.
func DeleteFolder(tx store.Tx, f Folder) error {
	held, _, err := FolderMembers(tx, f.Account, f.Region, f.ID, "", 1)
	if err != nil {
		return err
	}
	inside, _, err := Folders.Page(tx, f.Account, f.Region, "", 1, func(other *Folder) bool { return other.Parent == f.ID })
	if err != nil {
		return err
	}
	if len(held)+len(inside) > 0 {
		return fault.New("PreconditionNotMetException", "Folder %s is not empty.", f.ID)
	}
	return Folders.Delete(tx, f.Account, f.Region, f.ID)
}

// leaveFolders takes an asset that is about to go out of every folder, so that none that is made under its id later is in
// them, and returns the folders' ids.
func leaveFolders(tx store.Tx, asset string) (left []string, err error) {
	in, err := FoldersOf(tx, asset)
	if err != nil {
		return nil, err
	}
	for _, m := range in {
		if err := folderMembers.Delete(tx, m.key()); err != nil {
			return nil, err
		}
		left = append(left, m.Folder)
	}
	return left, nil
}

// memberTypes are the kinds of asset that a folder holds, by the type in their ARNs.
var memberTypes = map[string]types.MemberType{
	"dashboard": types.MemberTypeDashboard, AnalysisType: types.MemberTypeAnalysis,
	"dataset": types.MemberTypeDataset, "datasource": types.MemberTypeDatasource,
}

// FolderMemberOf is the membership of an asset in a folder of its own account and Region. Assets of other kinds have none.
func FolderMemberOf(folder, asset string) (FolderMember, bool) {
	a, err := arn.Parse(asset)
	kind, ok := memberTypes[a.Type()]
	return FolderMember{Account: a.Account, Region: a.Region, Folder: folder, Type: kind, ID: a.Name(), ARN: asset}, err == nil && ok
}

// MemberARN is the ARN of an asset of a member type; "" for one that folders do not hold here.
func MemberARN(kind types.MemberType, region, account, id string) string {
	for name, member := range memberTypes {
		if member == kind && ValidID(id) {
			return AssetARN(name, region, account, id)
		}
	}
	return ""
}

// sortedFolders are folder ids, each once.
func sortedFolders(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
