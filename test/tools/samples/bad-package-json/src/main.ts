console.log('on');
