// Shows the partner's page from its own origin, which is not this one's.

const frame = document.createElement("iframe");
const { port } = location;
frame.src = `http://localhost:${port}/device/partner.html`;
document.body.append(frame);
