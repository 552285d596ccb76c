// A server with scimmy's protocol code, and a store in memory that forgets everything at its end.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import Routers from "scimmy-routers";

const [port, token] = process.argv.slice(2);

for (const Resource of [SCIMMY.Resources.User, SCIMMY.Resources.Group]) {
  const store = new Map();
  const found = (id) => {
    if (!store.has(id)) throw new SCIMMY.Types.Error(404, null, `${id} isn't there`);
    return store.get(id);
  };
  const write = async ({ id }, data) => {
    const before = id ? found(id) : undefined;
    const taken = [...store.values()].find((one) => one.userName !== undefined && one.userName === data.userName);
    if (taken && taken.id !== id) throw new SCIMMY.Types.Error(409, "uniqueness", "userName is taken");
    const now = new Date();
    const one = { ...data, id: id ?? randomUUID() };
    one.meta = { created: before?.meta.created ?? now, lastModified: now };
    store.set(one.id, one);
    return one;
  };
  const read = async ({ id, filter }) => {
    if (id) return found(id);
    const all = [...store.values()];
    return filter ? filter.match(all) : all;
  };
  const remove = async ({ id }) => void (found(id), store.delete(id));
  SCIMMY.Resources.declare(Resource).ingress(write).egress(read).degress(remove);
}

const handler = async (request) => {
  if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("who is asking?");
  return "somebody";
};
const app = express();
app.use((request, _, next) => (console.log(`${request.method} ${request.path}`), next()));
app.use("/scim", new Routers({ type: "bearer", handler }));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
