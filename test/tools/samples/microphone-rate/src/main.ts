import {Microphone} from 'catnap/sensor';

// a clock of 1 MHz is below what a PDM microphone takes: 1.2 MHz and more
const microphone = new Microphone({rateHz: 12_500});
for await (const window of microphone.windows({samples: 250})) console.log(window.rateHz);
