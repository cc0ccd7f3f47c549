// The table of `plantproof_messages measure DIR` by DuckDB, to stdout; what it took on stderr.
import { DuckDBInstance } from '@duckdb/node-api';

const [directory, runs = '5'] = process.argv.slice(2);
const query = `
  with m as (
    select flow, sequence, (received_ns - sent_ns) / 1e6 as delay,
           coalesce(received_ns - sent_ns <= 10000000, false) as on_time
    from read_csv('${directory}/pilot/1/messages.csv', header = true, columns = {
      'flow': 'varchar', 'sequence': 'bigint', 'sent_ns': 'bigint', 'received_ns': 'bigint', 'bytes': 'bigint'})),
  w as (
    select *, abs(delay - lag(delay) over (partition by flow order by sequence)) as variation,
           sequence - row_number() over (partition by flow, on_time order by sequence) as island
    from m),
  missed as (
    select flow, max(length) as longest from (
      select flow, count(*) as length from w where not on_time group by flow, island) group by flow),
  summed as (
    select flow, count(*) as messages, count(*) filter (delay is null) as lost, avg(delay) as mean,
           quantile_disc(delay, [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999]) as q, max(delay) as most,
           avg(on_time::int) as on_time, avg(variation) as ipdv
    from w group by flow)
  select flow, messages, lost, mean, q[1], q[2], q[3], q[4], q[5], q[6], most, on_time, ipdv, coalesce(longest, 0)
  from summed left join missed using (flow) order by flow`;

const times = [];
let rows;
for (let run = 0; run < Number(runs); ++run) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const cpu = process.cpuUsage();
  const begin = performance.now();
  rows = (await connection.runAndReadAll(query)).getRows();
  const used = process.cpuUsage(cpu);
  times.push([(performance.now() - begin) / 1e3, (used.user + used.system) / 1e6]);
}
times.sort((a, b) => a[0] - b[0]);
console.log('flow,messages,lost,mean_ms,p50,p90,p99,p99_9,p99_99,p99_999,max_ms,on_time,ipdv_ms,longest_missed');
for (const row of rows) {
  console.log(row.map((cell, i) => (i >= 3 && i <= 12 ? Number(cell).toFixed(6) : String(cell))).join(','));
}
const [wall, cpu] = times[Math.floor(times.length / 2)];
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.error(`DuckDB: ${wall.toFixed(2)} s, ${cpu.toFixed(2)} s CPU, ${memory} MB, median of ${runs} runs`);
