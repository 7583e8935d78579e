// Word file and page by carbone: node carbone_peer.js FOLDER OUT RUNS; prints CPU milliseconds of each run.
const fs = require("fs");
const path = require("path");
const carbone = require("carbone");

const [folder, out, runs] = [path.resolve(process.argv[2]), path.resolve(process.argv[3]), Number(process.argv[4])];
const spent = { docx: [], html: [] };
const render = (template, data) =>
  new Promise((done, failed) => carbone.render(template, data, (error, made) => (error ? failed(error) : done(made))));

carbone.set({ templatePath: folder });
(async () => {
  for (let run = 0; run < runs; run += 1) {
    for (const format of ["docx", "html"]) {
      const start = process.cpuUsage();
      const data = JSON.parse(fs.readFileSync(path.join(folder, "data.json"), "utf8"));
      fs.writeFileSync(path.join(out, `carbone.${format}`), await render(`carbone.${format}`, data));
      const { user, system } = process.cpuUsage(start);
      spent[format].push((user + system) / 1000);
    }
  }
  console.log(JSON.stringify(spent));
})();
