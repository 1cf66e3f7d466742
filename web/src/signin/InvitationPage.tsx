import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { Problem } from "../shell/Problem";
import { useRouter } from "../shell/router";
import { useTitle } from "../shell/title";
import { useSignIn } from "./useSignIn";

const shortest = 12;

/** Takes an invitation: the code comes in the fragment, leaves the address at once, and is spent with the first password. */
export default function InvitationPage() {
  useTitle("Accept the invitation");
  const { go } = useRouter();
  const [invitation] = useState(() => location.hash.slice(1));
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const accept = useSignIn(() => go("/", { replace: true }));
  useEffect(() => history.replaceState(null, "", location.pathname), []);
  if (invitation === "") {
    return (
      <div className="page">
        <Problem
          title="The invitation is not in this address"
          message="Open the link of your invitation once more, whole, as it was sent to you. It works once; an administrator can send another."
        />
      </div>
    );
  }
  const short = password.length < shortest;
  const differs = password !== again;
  return (
    <div className="page page-narrow">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short && !differs) accept.mutate({ invitation, password });
        }}
      >
        <Container
          header={
            <Header variant="h1" description="Choose the password with which you will sign in.">
              Accept the invitation
            </Header>
          }
        >
          <SpaceBetween size="l">
            {accept.error && (
              <Alert type="error" header="The invitation was not taken">
                {accept.error instanceof ApiError ? accept.error.message : "The hub does not answer."}
              </Alert>
            )}
            <FormField
              label="Password"
              constraintText={`At least ${shortest} characters. A few words are easier to remember than signs.`}
              errorText={tried && short ? `Use at least ${shortest} characters.` : undefined}
            >
              <Input
                value={password}
                onChange={({ detail }) => setPassword(detail.value)}
                type="password"
                autoComplete="new-password"
              />
            </FormField>
            <FormField
              label="The same once more"
              errorText={tried && differs ? "The two are not the same." : undefined}
            >
              <Input
                value={again}
                onChange={({ detail }) => setAgain(detail.value)}
                type="password"
                autoComplete="new-password"
              />
            </FormField>
            <Button variant="primary" loading={accept.isPending} formAction="submit" fullWidth>
              Accept and sign in
            </Button>
          </SpaceBetween>
        </Container>
      </form>
    </div>
  );
}
