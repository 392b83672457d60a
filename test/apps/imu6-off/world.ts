// What the IMU feels: the same as in the app imu6.

export {trace} from '../imu6/world.ts';
