// Every error that the tools report, sorted by code: the exit code, the sentence, and what the person can do.
// Plain JavaScript, because some of the tools run before anything is installed.
//
// `exit`: 1 the work failed, 2 the command was called wrongly. `what` is one sentence without a full stop, or several by
// the name under which they are thrown. `todo` says what helps, unless the thrower knows better. `{name}` is filled in.
export const errorTable = /** @type {const} */ ({
	APP_TOO_LARGE: {
		exit: 1,
		what: 'the app does not fit {board}: not enough {room}',
		todo: 'make the largest of these smaller, or use a board with more room',
	},
	BAD_BATTERY: {
		exit: 1,
		what: {
			cell: 'there is no such cell',
			charge: 'the charge of the cell is not a share of its capacity',
			voltage: 'the voltage of a full {cell} is too high for the chip',
		},
		todo: 'correct the option `battery` of the run',
	},
	BAD_BAUD: {
		exit: 1,
		what: 'this serial port does not have this rate',
		todo: 'use a rate that it has, such as --baud 115200, which the firmware uses',
	},
	BAD_BOARD: {
		exit: 1,
		what: {
			base: 'the board of the app does not say which board it extends',
			facts: 'the facts of the board contradict each other',
			fields: 'the board of the app has fields or values that no board has',
			other: 'the app is wired for {board}',
			row: 'a figure names the row {received}, which the table of the board does not have',
		},
		todo: 'correct the facts of the board',
	},
	BAD_BOARD_FILE: {
		exit: 1,
		what: 'the board.ts of the app cannot be read',
		todo: 'correct the file, or remove it to build for the board alone',
	},
	BAD_CAPTURE: {
		exit: 1,
		what: {
			damaged: 'a line of the capture app is damaged',
			gap: 'lines of the capture app are missing',
			lost: 'the sensor lost samples',
			sensor: 'the board captures another sensor',
			silent: 'no samples came',
			version: 'the capture app is of another version of catnap',
		},
		todo: 'flash the capture app (catnap record --app), let nothing else use the port, and record again',
	},
	BAD_CHANGES: {
		exit: 1,
		what: 'the files of changes/ do not make a release',
	},
	BAD_CHIP: {
		exit: 1,
		what: 'the chip {chip} cannot be put on the board',
		todo: 'correct the entry of `chips` in the call of simulate',
	},
	BAD_COMMAND: {
		exit: 2,
		what: '{problem}',
		todo: '{name} --help shows what there is',
	},
	BAD_CURRENT_LOG: {
		exit: 1,
		what: {
			cells: 'a line has another number of cells than the header',
			header: 'the file is not a current log',
			number: '{column} is not a number',
			order: 'time does not increase',
			short: 'the log is too short',
			size: 'a current is beyond what any board draws',
			twice: 'the header has a column twice',
		},
		todo: 'export the log from the Power Profiler as CSV, with timestamp and current',
	},
	BAD_DATA: {
		exit: 1,
		what: {
			classes: 'the folder has another number of classes than the model',
			csv: 'the file is not a table of numbers',
			empty: 'the folder has no recordings',
			few: 'there are too few samples',
			folder: 'the folder of recordings cannot be read',
			inputs: 'the recordings are for one input, the model has {count}',
			labels: 'a recording has no label',
			npy: 'the file is not a readable NumPy array',
			number: 'a recording has a number that is not finite',
			oneClass: 'all recordings have the same label',
			rate: 'a recording has another rate than the model was made for',
			shape: 'a recording does not fit the input of the model',
			short: 'a recording is shorter than one input of the model',
			unit: 'the unit of a recording is not known',
			unknownClass: 'the model has no class of the name of a folder',
		},
		todo: 'correct the recordings: docs/models.md says what a folder of recordings holds',
	},
	BAD_DURATION: {
		exit: 2,
		todo: 'write it as `60s`, `1.5h` or `200ms`',
		what: {
			text: '`{received}` is not a duration',
			unit: 'missing unit in `{received}`',
		},
	},
	BAD_ELF: {
		exit: 1,
		what: {
			file: 'the file is not an ELF file of a core that is simulated',
			return: 'the function {name} of the firmware does not return as the simulator expects',
			symbol: 'the firmware has no symbol {symbol}',
		},
		todo: 'build the firmware again',
	},
	BAD_FAULT: {
		exit: 1,
		what: 'a fault names a {part} that the board does not have',
		todo: 'name a {part} of the board; docs/reference/catnap-testing.md has all faults',
	},
	BAD_FEATURES: {
		exit: 1,
		what: 'the description of the feature stage is wrong',
		todo: 'correct the .json beside the model; docs/features.md has every stage',
	},
	BAD_FIGURE: {
		exit: 1,
		what: {
			conditions: 'the conditions of {id} are not a text',
			field: '{id} has a field that is not known',
			figure: '{id} is not a figure',
			file: 'the file of figures is not an object',
			json: 'the file of figures is not JSON',
			range: 'the range of {id} does not contain its typ',
			source: 'the source of {id} is not a text',
			unit: '{id} has another unit',
		},
		todo: 'correct the figure; docs/energy.md says what may be in it',
	},
	BAD_GOLDEN: {
		exit: 1,
		what: 'the golden is not of the format that its first field names',
		todo: 'make it again, with the generators of test/golden/tools',
	},
	BAD_HEX: {
		exit: 1,
		what: {
			checksum: 'the checksum of the line is wrong',
			end: 'the end record is missing: the file is cut off',
			length: 'the length of the line is not the length that it states',
			line: 'this is not a line of Intel HEX',
		},
		todo: 'build the app again',
	},
	BAD_IMAGE: {
		exit: 1,
		what: {
			cut: 'the image is cut off',
			hash: 'the image is damaged: its sha256 differs',
			header: 'the length of the header is wrong',
			length: 'the length of the image is not the length that its header states',
			magic: 'the file is not an image of Catnap',
			main: 'the image does not have exactly one main module',
			place: 'section {index} is at the wrong place',
			rom: 'the firmware is not an image that the ROM of the chip can load',
			type: 'section {index} has an unknown type',
			version: 'the image has another format version',
		},
		todo: 'build it again: catnap build <app>',
	},
	BAD_MESSAGE: {
		exit: 1,
		what: 'the firmware sent a message that the world does not understand',
		todo: 'build the firmware and the tools from the same source',
	},
	BAD_MOMENT: {
		exit: 1,
		what: 'the test asks the world for a moment that has passed, or that is none',
		todo: 'correct the test: moments count from the start of the run, so a later one is world.nowUs plus a duration',
	},
	BAD_PACKAGE_JSON: {
		exit: 1,
		what: "the app's package.json cannot be used",
		todo: 'correct package.json: an app needs no more of it than "main", a .ts file of its folder',
	},
	BAD_RECORDING: {
		exit: 1,
		what: 'a line of a recording is not a sample',
	},
	BAD_SCENARIO: {
		exit: 1,
		what: {
			code: 'the code of the scenario has thrown an error',
			module: 'the module of the scenario cannot be run',
			name: '{place} names something that {board} does not have',
			value: '{place} is not what a scenario has there',
			yaml: 'the scenario is not YAML',
		},
		todo: 'correct the scenario: docs/scenarios.md has all steps',
	},
	BAD_SOURCE: {
		exit: 1,
		what: 'a file of the app is not text in UTF-8',
		todo: 'save the file as UTF-8',
	},
	BAD_TFJS: {
		exit: 1,
		what: 'the tfjs model cannot be converted',
		todo: 'save it with model.save() as a layers model, from layers that docs/models.md lists',
	},
	BAD_VERSION: {
		exit: 2,
		what: 'this cannot be the next version',
	},
	BENCH_BUILD: {
		exit: 1,
		what: 'the bench firmware could not be built',
	},
	BENCH_COMMAND: {
		exit: 1,
		what: '`catnap {command}` ended before it was measured',
		todo: 'run it by itself: it must work before it can be timed',
	},
	BENCH_ROOM: {
		exit: 1,
		what: 'the model does not fit the simulated board {board}',
		todo: 'run it on the PC: --target host',
	},
	BENCH_RUN: {
		exit: 1,
		what: 'the bench firmware failed',
		todo: 'tools/bench/firmware lists the exit codes',
	},
	BUNDLE: {
		exit: 1,
		what: {
			allowJs:
				'files of JavaScript cannot be part of an app (`allowJs`): rename them to .ts and remove the option',
			app: 'the app cannot be bundled',
		},
	},
	CANNOT_WRITE: {
		exit: 1,
		what: 'the output cannot be written',
		todo: 'name another place, or make room there',
	},
	CHIP_GUARDED: {
		exit: 1,
		what: 'the fuses of the chip let it start only images that are signed or encrypted: nothing was written',
		todo: 'use another board: these fuses cannot be reset',
	},
	CHIP_LOCKED: {
		exit: 1,
		what: 'the chip is locked against debug access',
		todo: 'unlock it, which erases all of its flash: repeat with --recover',
	},
	DEBIAN_PACKAGES: {
		exit: 1,
		what: {
			install: 'apt-get cannot install the missing packages',
			root: 'packages are missing, and only root may install them',
		},
	},
	EMULATOR_ENDED: {
		exit: 1,
		what: 'the emulator ended before the run did',
	},
	ENGINE_FOLDER: {
		exit: 1,
		what: {
			changed: 'something is changed and not committed',
			exists: 'the folder exists; what was edited there could be lost',
			first: 'the first commit of the folder is not the source of the engine',
		},
		todo: 'name a new folder, or save this one and remove it',
	},
	ENGINE_PATCH: {
		exit: 1,
		what: 'a patch of the engine does not say what it is',
	},
	ENGINE_SOURCE: {
		exit: 1,
		what: {
			command: '{command} failed',
			download: 'the source of QuickJS cannot be downloaded: is this machine offline?',
			folder: 'this folder is not the source of QuickJS',
			hash: 'the downloaded source is not the pinned one',
			mirror: 'this machine names no Debian mirror',
			version: '{origin} holds another version of QuickJS',
		},
	},
	FILE_OUTSIDE: {
		exit: 1,
		what: 'the app takes in a file from outside of its folder',
		todo: 'copy the file into the folder of the app, or keep both in one repository',
	},
	FIRMWARE: {
		exit: 1,
		what: 'the firmware for {board} does not build',
	},
	FIRMWARE_TOO_LARGE: {
		exit: 1,
		what: 'the firmware does not fit {board}: {part}',
		todo: 'make the pool or the stack in board.ts smaller',
	},
	FLASH_FAILED: {
		exit: 1,
		what: 'flashing failed: {left}',
		todo: 'repeat, or copy the .hex to the drive of the kit: --drive',
	},
	FOLDER_TAKEN: {
		exit: 1,
		what: 'there is something in this folder already',
		todo: 'name another folder; nothing was changed',
	},
	GUEST_FAULT: {
		exit: 1,
		what: 'the firmware crashed: {fault}',
		todo: 'this is a defect of the firmware: report it with the app that caused it',
	},
	GUEST_STALLED: {
		exit: 1,
		what: 'the firmware sent nothing for {seconds} s of real time',
		todo: 'look for an endless loop in the app',
	},
	IMAGE_TOO_LARGE: {
		exit: 1,
		what: {
			app: 'the app image does not fit {board}',
			memory: 'the flash memory of this board is too small for what {board} has',
			part: 'a part of the image does not fit the flash map of {board}',
		},
		todo: 'use a smaller model or fewer assets',
	},
	MODEL_FACTS: {
		exit: 1,
		what: 'the facts of a model cannot be read',
		todo: 'correct the .json beside the model',
	},
	MODEL_FEATURES: {
		exit: 1,
		what: 'the feature stage does not fill the input tensor of the model',
		todo: 'use the features with which the model was trained',
	},
	MODEL_FORMAT: {
		exit: 1,
		what: 'the file is not a readable TensorFlow Lite model',
		todo: 'export the model again, or check that the file is complete',
	},
	MODEL_HOST_BUILD: {
		exit: 1,
		what: 'the model runtime could not be compiled to WebAssembly',
		todo: 'install the compiler: sudo apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32',
	},
	MODEL_LABELS: {
		exit: 1,
		what: {
			count: 'the labels do not fit the output tensor of the model',
			text: 'a label has characters that cannot be shown',
		},
		todo: 'correct the labels in the .json beside the model',
	},
	MODEL_LOAD: {
		exit: 1,
		what: 'the runtime rejects the plan',
	},
	MODEL_READ: {
		exit: 1,
		what: 'the model cannot be read',
		todo: 'check the path',
	},
	MODEL_UNSUPPORTED: {
		exit: 1,
		what: {
			reason: 'the model cannot be compiled',
			reasons: 'the model cannot be compiled, for {count} reasons',
		},
	},
	NATIVE_BUILD: {
		exit: 1,
		what: 'the C code does not compile',
	},
	NATIVE_COMPILE: {
		exit: 1,
		what: {
			code: 'the C code does not compile to wasm32',
			tool: 'clang is missing',
		},
		todo: 'install the packages (node tools/setup.mjs test does it) or correct the C code',
	},
	NEEDS_NODE: {
		exit: 1,
		what: 'a package needs `{name}` of Node, which the chip does not have',
		todo: 'use a package that runs in browsers, too, or another entry of this one',
	},
	NEW_UNFINISHED: {
		exit: 1,
		what: 'the project is written, but it could not be installed and tested',
		todo: 'connect to the network, then in that folder: npm install && npm test',
	},
	NODE_VERSION: {
		exit: 1,
		what: 'this Node is too old',
		todo: 'install Node 20.19 or later',
	},
	NOT_ALIGNED: {
		exit: 1,
		what: 'the measured current cannot be aligned with the estimate',
		todo: 'measure the same app with the same sensor settings, from before power-on, for at least some wakes',
	},
	NOT_AN_IMAGE: {
		exit: 2,
		what: {
			file: 'this is not an app image',
			hex: 'a device file holds firmware and app',
			kind: '{board} is flashed with another kind of file',
			length: 'the app image is cut off, or something follows it',
		},
		todo: 'build the app: catnap build <app>',
	},
	NOT_A_DEVICE: {
		exit: 2,
		what: 'the drive of a kit takes firmware and app together',
		todo: 'leave --drive out, or flash both',
	},
	NOT_A_FIRMWARE: {
		exit: 1,
		what: 'the firmware does not state which board it is for',
		todo: 'build it: catnap build <app> --board {board}',
	},
	NOT_A_PORT: {
		exit: 1,
		what: 'this is not a serial port',
		todo: 'name the port of the board: --port <path>',
	},
	NOT_FLASHABLE: {
		exit: 2,
		what: '{received} is not flashed with this command',
		todo: 'name a board that is; `catnap run` runs an app without one',
	},
	NOT_ON_BOARD: {
		exit: 1,
		what: 'the board {board} has no {what}',
		todo: 'build for a board whose chip has it, or do without',
	},
	NOT_ON_CHIP: {
		exit: 1,
		what: '`{name}` does not exist on the chip: {reason}',
		todo: 'write it without `{name}`',
	},
	NOT_QUANTIZABLE: {
		exit: 1,
		what: 'the model cannot be quantised to int8',
	},
	NO_APP: {
		exit: 1,
		what: 'there is no app folder',
		todo: 'name the folder of an app, or leave it out in that folder',
	},
	NO_BOARD: {
		exit: 2,
		what: 'there is no such board',
		todo: 'name one of these, or the folder of an app that has a board.ts',
	},
	NO_CATNAP: {
		exit: 2,
		what: 'there is no Catnap to compare with',
		todo: 'name the folder of one, such as node_modules/catnap of a project',
	},
	NO_CHIP: {
		exit: 1,
		what: 'there is no simulated chip {received}',
		todo: 'add the chip to sim/devices and name it in chips.ts',
	},
	NO_COMPILER: {
		exit: 1,
		what: 'a tool that builds the firmware is missing',
		todo: 'install it: sudo apt-get install {debian}',
	},
	NO_CORE: {
		exit: 1,
		what: 'the simulated core does not build',
		todo: 'it needs clang, lld and wasi-libc: npm start installs them on Debian',
	},
	NO_CRASH: {
		exit: 1,
		what: {
			file: 'there is no crash in this file',
			port: 'the board said no crash within {time}',
		},
		todo: 'reset the board while catnap crash waits: the start after a crash says it once, and power.crash keeps it until the supply goes',
	},
	NO_CURRENT_LOG: {
		exit: 1,
		what: 'the current log cannot be read',
		todo: 'export it from the Power Profiler as CSV, in pieces of some minutes',
	},
	NO_DRIVE: {
		exit: 2,
		what: {
			named: 'what --drive names is no folder',
			none: 'no drive of a kit is mounted',
			several: 'more than one drive of a kit is mounted',
		},
		todo: 'connect the kit and let the system mount its drive, or name its folder: --drive <folder>',
	},
	NO_EMULATOR: {
		exit: 1,
		what: '{emulator} cannot be started',
		todo: 'install the Debian package qemu-system-arm: sudo apt-get install qemu-system-arm',
	},
	NO_FIGURE: {
		exit: 1,
		what: '{board} has no figure {received}',
		todo: 'catnap power <app> --json lists all of them under "figures"',
	},
	NO_FIGURES: {
		exit: 1,
		what: 'the file of figures cannot be read',
		todo: 'write it, or leave --figures out',
	},
	NO_FILE: {
		exit: 1,
		what: 'the file cannot be read',
		todo: 'check the path, and what the file is',
	},
	NO_FIRMWARE: {
		exit: 1,
		what: {
			build: 'the board {board} has no firmware that can be built here',
			chip: 'the chip holds no firmware of Catnap, so an app alone would not run',
			damaged: 'a firmware of the package is not the one that was packed',
			given: 'no firmware was given for the target {target}',
			version: 'the chip holds a firmware of another Catnap, which reads its app slots otherwise',
		},
	},
	NO_FLASH_TOOL: {
		exit: 1,
		what: 'no program that can flash is installed',
		todo: 'install one of them, or copy the .hex to the drive of the kit: --drive',
	},
	NO_GOLDENS: {
		exit: 1,
		what: {
			empty: 'the folder has no goldens',
			folder: 'the folder of goldens cannot be read',
		},
		todo: 'name a folder with goldens',
	},
	NO_INPUT: {
		exit: 1,
		what: 'the board has no such analog input',
		todo: 'name an input of the board; its column in a trace ends in _mv, like a0_mv',
	},
	NO_KERNEL: {
		exit: 1,
		what: {
			chip: 'the firmware on the chip lacks kernels that models of the app need',
			file: 'the firmware beside the app lacks kernels that its models need',
		},
	},
	NO_LOADER: {
		exit: 1,
		what: 'no loader answers on this serial port: nothing was written',
		todo: 'hold the BOOT button, press and release RESET, and repeat; see whether the cable carries data',
	},
	NO_MAIN: {
		exit: 1,
		what: 'the app has no main file',
		todo: 'write {main}, or let "main" in {manifest} name another file',
	},
	NO_MAP: {
		exit: 1,
		what: 'the app has no source map that can be read, so places in its code have no names',
		todo: 'build what is on the board: catnap build {app} --board <board>',
	},
	NO_MODEL: {
		exit: 1,
		what: {
			golden: 'the model {model} is missing',
			import: 'the app imports a model that does not exist',
		},
	},
	NO_NOTICE: {
		exit: 1,
		what: 'the firmware holds work of others whose licence is not known',
		todo: 'look up its licence and add it to tools/build/licences.ts, or do without it',
	},
	NO_PACKAGE: {
		exit: 1,
		what: 'the npm package cannot be made: our sources do not compile',
	},
	NO_PERMISSION: {
		exit: 1,
		what: 'you may not use this serial port',
		todo: 'let your user use it: sudo usermod -a -G {group} $USER, then log in again',
	},
	NO_PORT: {
		exit: 1,
		what: 'there is no serial port of a board here',
		todo: 'connect the board by USB, or name its port: --port <path>',
	},
	NO_PROBE: {
		exit: 1,
		what: 'no debug probe was found',
		todo: 'connect the board by USB and switch it on',
	},
	NO_RECORDINGS: {
		exit: 1,
		what: 'the recordings of the fan are missing',
		todo: 'name the folder that holds them as the first argument',
	},
	NO_SCENARIO: {
		exit: 1,
		what: 'the scenario cannot be read',
		todo: 'name a YAML file, or a TypeScript file that exports one',
	},
	NO_SERIALPORT: {
		exit: 1,
		what: '{work} needs the npm package {name}, an optional dependency',
		todo: 'run: npm install --include=optional',
	},
	NO_SOURCES: {
		exit: 1,
		what: '{needs} is built from C sources, which the npm package does not hold',
		todo: 'run this in a clone of the repository, after npm start',
	},
	NO_STEP: {
		exit: 2,
		what: 'there is no such step',
	},
	NO_TARGET: {
		exit: 1,
		what: 'there is no such target to run on',
	},
	NO_TEST: {
		exit: 2,
		what: 'no test of step {step} has this in its name',
	},
	NO_TESTS: {
		exit: 1,
		what: 'the app has no tests',
		todo: 'write one with ava, in which `simulate` of catnap/testing runs the app',
	},
	NO_TFJS: {
		exit: 1,
		what: 'TensorFlow.js, which only training needs, cannot be loaded',
		todo: 'run: npm install --no-save @tensorflow/tfjs@4.22.0',
	},
	NO_UNICORN: {
		exit: 1,
		what: {
			counter: 'this version of libunicorn does not count instructions as the simulator expects',
			load: 'the simulator of the nRF5340 needs libunicorn and the npm package koffi',
		},
		todo: 'run: sudo apt-get install libunicorn2 && npm install --include=optional',
	},
	NO_VALUE: {
		exit: 2,
		what: '{option} of step {step} lacks its value',
	},
	NO_WASI: {
		exit: 1,
		what: 'the firmware called the system function {name}, which the board host does not have',
		todo: 'build the firmware from the sources of this project',
	},
	NPM_PACKAGES: {
		exit: 1,
		what: {
			install: '`npm ci` failed',
			link: 'a package of package-lock.json is not installed',
			none: 'the npm packages of Catnap are not installed',
		},
	},
	OPTIONS_CLASH: {
		exit: 2,
		what: {
			drive: 'the drive of a kit takes a file and nothing else',
			loader: '{board} is flashed over its serial port',
			probe: '{board} is flashed over its debug probe',
			recover: 'a recovered chip holds no firmware',
		},
		todo: 'leave one of the two options out',
	},
	PORT_BUSY: {
		exit: 1,
		what: 'another program uses this serial port',
		todo: 'close it: a port has one reader',
	},
	PORT_CLOSED: {
		exit: 1,
		what: 'the serial port cannot be opened',
		todo: 'close other programs that use it, or name another: --port <path>',
	},
	PROBE_LOST: {
		exit: 1,
		what: {
			port: 'the serial port was lost while the chip was being flashed: {left}',
			probe: 'the probe was lost while the chip was being flashed: {left}',
		},
		todo: 'connect it again and repeat',
	},
	PROGRAMS: {
		exit: 1,
		what: 'programs that Catnap needs are not on the path',
	},
	RUN_FAILED: {
		exit: 1,
		what: {
			errors: '{app} ran to its end with {count} that nobody caught',
			stopped: '{app} stopped after {time}',
			uncaught: '{app} ended with an uncaught error',
		},
	},
	SCENARIO_FAILED: {
		exit: 1,
		what: 'the run of {app} was not as the scenario expects: {count}',
		todo: 'the lines above show what happened',
	},
	SEVERAL_PORTS: {
		exit: 1,
		what: 'there is more than one serial port',
		todo: 'name the port: --port {first} (the nRF5340 DK has two; its console is the first)',
	},
	SEVERAL_PROBES: {
		exit: 1,
		what: 'more than one debug probe is connected',
		todo: 'unplug all but that of the board',
	},
	SOUND_BAD: {
		exit: 1,
		what: {
			channels: 'the sound has more than one channel',
			chunk: 'the chunk {chunk} is cut short',
			coding: 'the coding of the sound is not supported',
			empty: 'the sound has no samples: its recorder did not finish the file',
			format: 'the format is cut short',
			half: 'the sound ends within a sample',
			magic: 'the file is not a WAV file',
			missing: 'a chunk is missing',
			rate: 'the rate of the sound is not possible',
		},
		todo: 'convert the file, for example: sox in.wav -c 1 -b 16 -r 16000 out.wav',
	},
	SOUND_MISSING: {
		exit: 1,
		what: 'the sound cannot be read',
		todo: 'name a WAV file',
	},
	SOUND_RATE: {
		exit: 1,
		what: 'the rate of the sound is not the rate of the microphone; it is not resampled',
		todo: 'convert the sound, for example: sox in.wav -r {rateHz} out.wav, or change rateHz in the app',
	},
	STALE: {
		exit: 1,
		what: 'generated files do not agree with their descriptions',
		todo: 'run: npm run gen',
	},
	SYNTAX: {
		exit: 1,
		what: {
			depth: 'the code is nested too deeply for the compiler',
			memory: 'the compiler ran out of memory',
			text: '{message}',
		},
	},
	SYNTAX_ERROR: {
		exit: 1,
		what: '{errors} in the TypeScript of {app}',
		todo: 'nothing was built; correct the source and repeat',
	},
	TRACE_BAD: {
		exit: 1,
		what: {
			cell: 'column {column} is not a number',
			column: 'the header lacks a column',
			columns: 'a line has another number of columns',
			empty: 'the trace has no samples',
			header: 'the trace has no header',
			length: 'the trace is too long',
			order: 'time does not increase',
			rate: 'the trace has neither times nor a rate',
			rateValue: 'the rate is not a number above 0',
			scale: 'raw counts have no scale',
			size: 'a value is beyond what any sensor feels',
			twice: 'the header has a column twice',
			unit: 'the unit is unknown',
			units: 'the trace names two units for the same columns',
		},
		todo: 'correct the file',
	},
	TRACE_MISSING: {
		exit: 1,
		what: 'the trace cannot be read',
		todo: 'name a CSV file with the columns x,y,z and, if the rate is not given, t_ms',
	},
	TYPE_ERROR: {
		exit: 1,
		what: '{errors} in the TypeScript of {app}',
		todo: 'nothing was built; correct the source and repeat',
	},
	USAGE: {
		exit: 2,
		what: 'the engine tool needs a command and a folder',
	},
	WAKE_SOURCE: {
		exit: 1,
		what: '{problem} ({board}: {off})',
		todo: 'name another pin or level, or let the app sleep instead of power.off',
	},
	WRONG_BOARD: {
		exit: 1,
		what: {
			app: 'the app image was built for another board',
			chip: 'the chip holds the firmware of another board, so this app would not run',
			firmware: 'the firmware was built for another board',
		},
	},
	WRONG_CHIP: {
		exit: 1,
		what: 'the chip that is connected is not an {chip}',
		todo: 'connect the right board, or build for the one that is connected: --board',
	},
	WRONG_ENGINE: {
		exit: 1,
		what: {
			chip: 'the app image was built for another firmware than the chip holds, which would refuse it',
			file: 'the app was built for another firmware than the one beside it, which would refuse it',
		},
	},
	WRONG_MODEL: {
		exit: 1,
		what: 'the model is not the one that the golden was made with',
	},
	WRONG_REFERENCE: {
		exit: 1,
		what: 'the float reference is of another network',
		todo: 'name the float32 file that the model was quantised from',
	},
	XTENSA_TOOLS: {
		exit: 1,
		what: {
			command: '{command} failed',
			download: 'the compiler for the ESP32-S3 cannot be downloaded: is this machine offline?',
			hash: 'the downloaded source is not the pinned one',
			mirror: 'this machine names no Debian mirror',
		},
		todo: 'connect once and repeat; the compiler comes from Debian alone',
	},
});
