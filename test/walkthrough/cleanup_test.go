package walkthrough

// cleanUp takes away what the walk has made, in the order in which it goes away cleanly.
func (w *walk) cleanUp() {
	w.t.Helper()
	w.step("Clean up: the hub's account")
	w.aws("second-author", "quicksight", "delete-data-set", "--aws-account-id", hubAccount, "--data-set-id", "complaints", "--query", "DataSetId")
	w.aws("author", "quicksight", "delete-data-source", "--aws-account-id", hubAccount, "--data-source-id", source, "--query", "DataSourceId")
	for _, name := range []string{"author", "second-author"} {
		w.aws("hub-admin", "quicksight", "delete-user", "--aws-account-id", hubAccount, "--namespace", "default", "--user-name", name, "--query", "Status")
		w.aws("hub-admin", "iam", "delete-access-key", "--user-name", name, "--access-key-id", w.keys[name])
		w.aws("hub-admin", "iam", "delete-user-policy", "--user-name", name, "--policy-name", "Author")
	}
	w.aws("hub-admin", "iam", "delete-user-policy", "--user-name", "author", "--policy-name", "PassRoleA")
	for _, name := range []string{"author", "second-author"} {
		w.aws("hub-admin", "iam", "delete-user", "--user-name", name)
	}
	w.aws("hub-admin", "iam", "delete-role-policy", "--role-name", roleA, "--policy-name", "AssumeConsumerRolePolicy")
	w.aws("hub-admin", "iam", "delete-role", "--role-name", roleA)

	w.step("Clean up: the consumer account")
	w.aws("consumer-admin", "iam", "delete-role-policy", "--role-name", roleB, "--policy-name", "AthenaGlueS3Access")
	w.aws("consumer-admin", "iam", "delete-role", "--role-name", roleB)
	w.aws("consumer-admin", "glue", "delete-table", "--database-name", database, "--name", "complaints_cfpb")
	w.aws("consumer-admin", "glue", "delete-database", "--name", database)
	for _, bucket := range []string{resultBucket, dataBucket} {
		w.aws("consumer-admin", "s3", "rb", "--force", "s3://"+bucket)
	}
}
