import abs from './abs.tflite';

abs.input.fill(1);
abs.invoke();
console.log(abs.score(0), abs.output[0]);
console.log(abs.best().label);
