// Hears every event of every run, as any NATS client can: node e2e/examples/tap.mjs nats://tap:<password>@host:4222
import { connect } from "@nats-io/transport-node";
import protobuf from "protobufjs";

const { host, username: user, password: pass } = new URL(process.argv[2]);
const contract = await protobuf.load(`${import.meta.dirname}/../../packages/contracts/proto/events.proto`);
const connection = await connect({ servers: host, user, pass });
for await (const { subject, headers, data } of connection.subscribe("event.run.>")) {
  const name = subject
    .split(".")
    .at(-1)
    .replace(/(^|_)([a-z])/g, (_all, _line, letter) => letter.toUpperCase());
  const type = contract.lookupType(`datamantri.v1.${name}`);
  const event = { time: headers.get("ce-time"), id: headers.get("ce-id"), name, ...type.decode(data).toJSON() };
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
