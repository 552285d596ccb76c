// Keeps a server to this machine: a port alone means every interface.
const net = require("net");

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...rest) {
  if (/^\d+$/.test(String(rest[0])) && typeof rest[1] !== "string") rest.splice(1, 0, "127.0.0.1");
  return listen.apply(this, rest);
};
