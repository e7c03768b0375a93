import { Help, type Interfaces } from '@oclif/core';

/** Help that names the program as it is called: `kubectl pullcheck`. The bin name itself has to stay, for scoped variables. */
export default class KubectlHelp extends Help {
  constructor(config: Interfaces.Config, options?: Partial<Interfaces.HelpOptions>) {
    super(Object.create(config, { bin: { value: 'kubectl pullcheck' } }), options);
  }
}
