/** SEED of the environment, to see a run again; else a new one. */
export const drawSeed = () =>
  Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000));
