// The table of `plantproof_messages measure DIR` by Polars, to stdout; what it took on stderr.
import pl from 'nodejs-polars';

const [directory, runs = '5'] = process.argv.slice(2);
const shares = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

function table() {
  const delay = pl.col('received_ns').sub(pl.col('sent_ns')).div(pl.lit(1e6));
  const messages = pl
    .scanCSV(`${directory}/pilot/1/messages.csv`)
    .select(pl.col('flow'), delay.alias('delay'))
    .withColumns(pl.col('delay').lt(pl.lit(10.0000000001)).fillNull(pl.lit(false)).alias('on_time'))
    .withColumns(pl.col('delay').sub(pl.col('delay').shift(1).over('flow')).abs().alias('variation'));
  const summed = messages.groupBy('flow').agg(
    pl.col('on_time').count().alias('messages'),
    pl.col('delay').nullCount().alias('lost'),
    pl.col('delay').mean().alias('mean'),
    ...shares.map((share) => pl.col('delay').quantile(share).alias(`q${share}`)),
    pl.col('delay').max().alias('most'),
    pl.col('on_time').mean().alias('on_time_share'),
    pl.col('variation').mean().alias('ipdv'),
  );
  return summed.sort('flow').collectSync();
}

const times = [];
let rows;
for (let run = 0; run < Number(runs); ++run) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  rows = table().rows();
  const used = process.cpuUsage(cpu);
  times.push([(performance.now() - begin) / 1e3, (used.user + used.system) / 1e6]);
}
times.sort((a, b) => a[0] - b[0]);
console.log('flow,messages,lost,mean_ms,p50,p90,p99,p99_9,p99_99,p99_999,max_ms,on_time,ipdv_ms');
for (const row of rows) console.log(row.map((cell, i) => (i >= 3 ? Number(cell).toFixed(6) : String(cell))).join(','));
const [wall, cpu] = times[Math.floor(times.length / 2)];
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.error(`Polars: ${wall.toFixed(2)} s, ${cpu.toFixed(2)} s CPU, ${memory} MB, median of ${runs} runs`);
