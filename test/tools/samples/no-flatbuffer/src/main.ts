import fan from './fan.tflite';

console.log(typeof fan);
