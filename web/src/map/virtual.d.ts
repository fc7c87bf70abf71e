/** Address of the basemap that web/basemap/plugin.ts makes when the page is built. */
declare module 'virtual:basemap' {
  const url: string;
  export default url;
}
