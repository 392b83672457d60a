// The long fuzz run. Usage: npx tsx test/long/model-fuzz.ts [MODELS] [PLANS] [SEED]   (100,000, 200,000 and 1)
import {fuzzBoth} from '../models/fuzz.ts';

const [models, plans, seed] = [100_000, 200_000, 1].map((absent, index) =>
	Number(process.argv[index + 2] ?? absent),
);
const result = await fuzzBoth(models!, plans!, seed!);
console.log(
	JSON.stringify({models: {...result.models, plans: result.models.plans.length}, plans: result.plans}),
);
