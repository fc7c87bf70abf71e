// Imported before everything else, in plain JavaScript: an old Node fails on the first modern import with a message nobody understands.
const [major, minor] = process.versions.node.split('.').map(Number);
// 21 and the first 22 lack what building the page needs
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  console.error(
    `Landclear needs Node.js 20.19, 22.12 or newer; this is ${process.versions.node}. Get a current one from https://nodejs.org.`,
  );
  process.exit(1);
}
