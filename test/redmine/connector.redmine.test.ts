import { redmineContract } from './contract.ts';
import { givenRedmine } from './given.ts';

redmineContract(givenRedmine);
