import {power} from 'catnap/power';

power.off({wakeOn: [power.timer('10min')]});
