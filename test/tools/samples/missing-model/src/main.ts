import fan from './fan.tflite';

console.log(fan.labels);
